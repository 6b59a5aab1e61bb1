// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ordered.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"

/* Results a thread may be ahead, so that a long piece does not stop the others. */
#define AHEAD 4

struct slot {
	void *result;
	bool made;
};

struct pool {
	const struct ordered *o;
	pthread_mutex_t lock; /* holds all below */
	pthread_cond_t made, room;
	size_t next;	   /* the next piece to do */
	size_t taken;	   /* pieces before it are taken */
	size_t ahead;	   /* how far next may be from it */
	struct slot *slot; /* of piece i: i % ahead */
	bool stop;
};

static void *work(void *arg)
{
	struct pool *p = arg;

	pthread_mutex_lock(&p->lock);
	while (!p->stop && p->next < p->o->n) {
		size_t i = p->next;
		void *result;

		if (i >= p->taken + p->ahead) {
			pthread_cond_wait(&p->room, &p->lock);
			continue;
		}
		p->next++;
		pthread_mutex_unlock(&p->lock);
		result = p->o->make(p->o->ctx, i);
		pthread_mutex_lock(&p->lock);
		p->slot[i % p->ahead] = (struct slot){ result, true };
		if (i == p->taken)
			pthread_cond_signal(&p->made);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Waits for the result of piece i, which is the next to be taken. */
static void *wait_for(struct pool *p, size_t i)
{
	struct slot *slot = &p->slot[i % p->ahead];
	void *result;

	pthread_mutex_lock(&p->lock);
	while (!slot->made)
		pthread_cond_wait(&p->made, &p->lock);
	result = slot->result;
	*slot = (struct slot){ 0 };
	p->taken = i + 1;
	pthread_cond_broadcast(&p->room);
	pthread_mutex_unlock(&p->lock);
	return result;
}

static void stop(struct pool *p, const pthread_t *thread, size_t n)
{
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_broadcast(&p->room);
	pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	for (size_t i = 0; i < p->ahead; i++) {
		if (p->slot[i].made)
			p->o->drop(p->o->ctx, p->slot[i].result);
	}
}

static int run_here(const struct ordered *o)
{
	int r = 0;

	for (size_t i = 0; i < o->n && r == 0; i++)
		r = o->take(o->ctx, i, o->make(o->ctx, i));
	return r;
}

int ordered_run(const struct ordered *o)
{
	size_t jobs = o->jobs < o->n ? o->jobs : o->n, started = 0;
	struct pool p = { .o = o, .ahead = jobs * AHEAD };
	pthread_t *thread;
	int r = 0;

	if (jobs <= 1)
		return run_here(o);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.made, NULL);
	pthread_cond_init(&p.room, NULL);
	p.slot = xcalloc(p.ahead, sizeof(*p.slot));
	thread = xcalloc(jobs, sizeof(*thread));
	/* A system that gives fewer threads is only slower. */
	while (started < jobs && pthread_create(&thread[started], NULL, work, &p) == 0)
		started++;
	if (!started)
		r = run_here(o);
	for (size_t i = 0; started && i < o->n && r == 0; i++)
		r = o->take(o->ctx, i, wait_for(&p, i));
	stop(&p, thread, started);
	free(thread);
	free(p.slot);
	pthread_cond_destroy(&p.room);
	pthread_cond_destroy(&p.made);
	pthread_mutex_destroy(&p.lock);
	return r;
}
