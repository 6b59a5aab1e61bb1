// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first job of the camera: takes a picture. There is no sensor in a virtual machine, so the
 * picture is a test pattern, colour bars with a moving grey ramp below; the rest is what a camera
 * does with a frame: it is converted, written to a file system in memory, read again and summed up.
 *
 *	picture FILE
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WIDTH	1280
#define HEIGHT	720

/* 75 % bars, as red, green and blue */
static const uint8_t bars[8][3] = {
	{ 191, 191, 191 }, { 191, 191, 0 }, { 0, 191, 191 }, { 0, 191, 0 },
	{ 191, 0, 191 }, { 191, 0, 0 }, { 0, 0, 191 }, { 0, 0, 0 },
};

/* What the sensor would deliver: Y, U, V of a pixel, by the integer form of BT.601 */
static void sense(unsigned int x, unsigned int y, uint8_t yuv[3])
{
	const uint8_t *c = bars[x * 8 / WIDTH];
	uint8_t grey[3];
	int r, g, b;

	if (y >= HEIGHT * 3 / 4) {
		memset(grey, (int)(x * 255 / (WIDTH - 1)), sizeof(grey));
		c = grey;
	}
	r = c[0];
	g = c[1];
	b = c[2];
	yuv[0] = (uint8_t)(((66 * r + 129 * g + 25 * b + 128) >> 8) + 16);
	yuv[1] = (uint8_t)(((-38 * r - 74 * g + 112 * b + 128) >> 8) + 128);
	yuv[2] = (uint8_t)(((112 * r - 94 * g - 18 * b + 128) >> 8) + 128);
}

static uint8_t clamp(int v)
{
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* The frame as a PPM, which any viewer shows. Returns its size; @buf has room for all. */
static size_t convert(uint8_t *buf, size_t room)
{
	int header = snprintf((char *)buf, room, "P6\n%d %d\n255\n", WIDTH, HEIGHT);
	uint8_t *to = buf + header;
	uint8_t yuv[3];

	for (unsigned int y = 0; y < HEIGHT; y++)
		for (unsigned int x = 0; x < WIDTH; x++) {
			int l, u, v;

			sense(x, y, yuv);
			l = 298 * (yuv[0] - 16) + 128;
			u = yuv[1] - 128;
			v = yuv[2] - 128;
			*to++ = clamp((l + 409 * v) >> 8);
			*to++ = clamp((l - 100 * u - 208 * v) >> 8);
			*to++ = clamp((l + 516 * u) >> 8);
		}
	return (size_t)(to - buf);
}

static uint32_t sum(const uint8_t *buf, size_t n)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < n; i++) {
		a = (a + buf[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

/* Writes the file whole, or reads it whole. Returns 0, or -1 with errno set. */
static int all(int fd, uint8_t *buf, size_t n, int out)
{
	while (n) {
		ssize_t k = out ? write(fd, buf, n) : read(fd, buf, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			if (!k)
				errno = EIO;
			return -1;
		}
		buf += k;
		n -= (size_t)k;
	}
	return 0;
}

static int store(const char *path, uint8_t *frame, size_t n)
{
	uint32_t want = sum(frame, n);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		return -1;
	if (all(fd, frame, n, 1) || lseek(fd, 0, SEEK_SET) || all(fd, frame, n, 0)) {
		close(fd);
		return -1;
	}
	if (close(fd))
		return -1;
	if (sum(frame, n) != want) {
		errno = EIO;
		return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	size_t room = WIDTH * HEIGHT * 3 + 32, n;
	struct timespec now;
	uint8_t *frame;

	if (argc != 2) {
		fprintf(stderr, "usage: picture FILE\n");
		return 2;
	}
	frame = malloc(room);
	if (!frame) {
		fprintf(stderr, "picture: out of memory\n");
		return 1;
	}
	n = convert(frame, room);
	if (store(argv[1], frame, n)) {
		fprintf(stderr, "picture: %s: %s\n", argv[1], strerror(errno));
		free(frame);
		return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("picture: %s, %d x %d, sum %08" PRIx32 ", %" PRIdMAX ".%03ld s after the kernel's start\n",
	       argv[1], WIDTH, HEIGHT, sum(frame, n), (intmax_t)now.tv_sec, now.tv_nsec / 1000000);
	free(frame);
	return 0;
}
