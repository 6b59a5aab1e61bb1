// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/line.h"

#include "input/record.h"
#include "input/stamp.h"

/* How far from its start a line is searched for a printk stamp. */
#define PREFIX_MAX 200
/* Layers of prefixes: a CI system around LAVA around syslog around dmesg -x is four. */
#define LAYERS_MAX 8
/* journalctl -o short-monotonic shows itself within this many lines. */
#define HOST_TRIES 256

const char *form_name(enum form f)
{
	static const char *const names[FORM_MAX] = {
		[FORM_NONE] = "message",       [FORM_PLAIN] = "dmesg",
		[FORM_CALLER] = "dmesg-caller", [FORM_VENDOR] = "dmesg-task",
		[FORM_RAW] = "dmesg-raw",      [FORM_DMESG_X] = "dmesg-x",
		[FORM_DELTA] = "dmesg-delta",  [FORM_CTIME] = "dmesg-ctime",
		[FORM_ISO] = "iso",            [FORM_KMSG] = "kmsg",
		[FORM_JSON] = "json",          [FORM_JOURNAL] = "journal",
		[FORM_SYSLOG] = "syslog",      [FORM_SERIAL] = "serial",
		[FORM_LOGCAT] = "logcat",      [FORM_FTRACE] = "ftrace",
	};

	return f < FORM_MAX ? names[f] : "unknown";
}

void line_parser_init(struct line_parser *lp)
{
	*lp = (struct line_parser){
		.rec = { .us = TIME_NONE, .pid = -1 },
		.host_tries = HOST_TRIES,
	};
}

void line_parser_release(struct line_parser *lp)
{
	buf_release(&lp->plain);
	buf_release(&lp->message);
	buf_release(&lp->rec.msg);
	buf_release(&lp->rec.key);
}

/* Eight bytes of text as a number whose lowest byte is the first of them. */
static inline uint64_t load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	return w;
}

/*
 * Eight ASCII digits to a number, all at once: neighbours to pairs, pairs to
 * fours, fours to eight. False when one of them is no digit.
 */
static inline bool eight_digits(uint64_t w, uint32_t *v)
{
	const uint64_t high = 0xf0f0f0f0f0f0f0f0, zeros = 0x3030303030303030;
	const uint64_t pairs = 0x000000ff000000ff;

	if ((w & high) != zeros || ((w + 0x0606060606060606) & high) != zeros)
		return false;
	w -= zeros;
	w = w * 10 + (w >> 8);
	w = (w & pairs) * 0x000f424000000064 + (w >> 16 & pairs) * 0x0000271000000001;
	*v = (uint32_t)(w >> 32);
	return true;
}

/*
 * The common case, and the hot path: "[    0.123456] msg". Anything that is not
 * exactly this goes the long way.
 */
static inline bool fast(struct str s, struct line *l)
{
	const uint64_t zeros = 0x3030303030303030, blank_to_zero = 0x1010101010000000;
	const char *p = s.p;
	uint32_t sec, us;

	if (s.n < 16 || p[0] != '[' || p[6] != '.' || p[13] != ']' || p[14] != ' ')
		return false;
	/* Five columns of seconds with blanks before them, six of microseconds. */
	if (!eight_digits((load8(p) >> 8 << 24) | blank_to_zero | (zeros & 0xffffff), &sec) ||
	    !eight_digits(load8(p + 7) << 16 | (zeros & 0xffff), &us))
		return false;
	if (p[15] == '[' || p[15] == '(' || p[15] == '\033' || p[15] == '-' || p[15] == ' ')
		return false;
	l->us = (int64_t)sec * 1000000 + us;
	l->msg = (struct str){ p + 15, s.n - 15 };
	l->form = FORM_PLAIN;
	return true;
}

/* Copies s without terminal escapes: CSI sequences, charset and mode switches. */
static struct str strip_escapes(struct buf *to, struct str s)
{
	size_t i = 0;

	buf_clear(to);
	buf_reserve(to, s.n);
	while (i < s.n) {
		size_t run = str_chr(s, '\033', i);

		buf_add(to, s.p + i, run - i);
		i = run + 1;
		if (i >= s.n)
			break;
		if (s.p[i] != '[') {
			/* Two-byte sequences; ESC ( B has a third. */
			i += s.p[i] == '(' || s.p[i] == ')' ? 2 : 1;
			continue;
		}
		for (i++; i < s.n && (unsigned char)s.p[i] >= 0x20 && (unsigned char)s.p[i] < 0x40; i++)
			;
		i++;
	}
	return (struct str){ to->p, to->n };
}

static void take_bracket(const struct bracket *b, struct line *l, struct line_parser *lp)
{
	switch (b->kind) {
	case BRACKET_STAMP:
		l->us = b->us;
		l->relative = false;
		if (l->form == FORM_NONE)
			l->form = FORM_PLAIN;
		break;
	case BRACKET_DELTA:
		lp->sum_us += b->us;
		if (lp->sum_us >= TIME_LIMIT_US || lp->sum_us <= -TIME_LIMIT_US)
			lp->sum_us = 0;
		l->us = lp->sum_us;
		l->relative = true;
		l->form = FORM_DELTA;
		break;
	case BRACKET_MINUTE:
		l->us = lp->sum_us;
		l->relative = true;
		l->lost = true;
		l->form = FORM_DELTA;
		break;
	case BRACKET_CTIME:
		l->form = FORM_CTIME;
		break;
	case BRACKET_ISO:
	case BRACKET_CAPTURE:
		l->us = b->us;
		l->relative = true;
		l->form = FORM_SERIAL;
		break;
	case BRACKET_CALLER:
		l->pid = b->pid;
		if (l->form == FORM_PLAIN)
			l->form = FORM_CALLER;
		break;
	case BRACKET_TASK:
		l->pid = b->pid;
		if (l->form == FORM_PLAIN)
			l->form = FORM_VENDOR;
		break;
	}
}

/* After a printk stamp: the printing task, in brackets of several fashions. */
static struct str after_stamp(struct str s, struct line *l, struct line_parser *lp)
{
	struct bracket b;
	size_t i = 0, n;

	/* MediaTek: "(0)[1:swapper/0]", with a dash before it when irqs are off */
	while (i < s.n && i < 2 && s.p[i] == ' ')
		i++;
	if (i < s.n && s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] == '(')
		i++;
	if (i + 3 < s.n && s.p[i] == '(' && is_digit(s.p[i + 1])) {
		size_t close = str_chr(str_head(s, i + 6), ')', i);

		if (close + 1 < s.n && s.p[close] == ')' && s.p[close + 1] == '[')
			i = close + 1;
	}
	n = scan_bracket(str_from(s, i), &b);
	if (n && (b.kind == BRACKET_CALLER || b.kind == BRACKET_TASK)) {
		take_bracket(&b, l, lp);
		s = str_from(s, i + n);
	}
	if (s.n && s.p[0] == ' ')
		s = str_from(s, 1);
	return s;
}

/* "7,123,95642,-;msg" and "7,123,95642,-,caller=T1;msg", with \xNN undone. */
static bool kmsg(struct line_parser *lp, struct str s, struct line *l)
{
	int64_t prio, seq, us, tid;
	size_t n = scan_number(s, &prio), i = n, semi, at;
	struct str head;

	if (!n || n > 4 || i >= s.n || s.p[i] != ',')
		return false;
	n = scan_number(str_from(s, ++i), &seq);
	i += n;
	if (!n || i >= s.n || s.p[i] != ',')
		return false;
	n = scan_number(str_from(s, ++i), &us);
	i += n;
	if (!n || us >= TIME_LIMIT_US || i >= s.n || s.p[i] != ',')
		return false;
	semi = str_chr(str_head(s, PREFIX_MAX), ';', i);
	if (semi >= s.n || semi >= PREFIX_MAX)
		return false;
	head = (struct str){ s.p + i, semi - i };
	at = str_find(head, STR("caller=T"));
	if (at < head.n) {
		n = scan_number(str_from(head, at + 8), &tid);
		if (n && tid <= INT32_MAX)
			l->pid = (int32_t)tid;
	}
	l->us = us;
	l->relative = false;
	l->seq = (uint64_t)seq + 1;
	l->form = FORM_KMSG;
	l->msg = str_from(s, semi + 1);
	if (str_chr(l->msg, '\\', 0) == l->msg.n)
		return true;
	buf_clear(&lp->message);
	for (i = 0; i < l->msg.n; i++) {
		const char *p = l->msg.p + i;

		if (*p == '\\' && i + 3 < l->msg.n && p[1] == 'x' && hex_value(p[2]) >= 0 &&
		    hex_value(p[3]) >= 0) {
			buf_addc(&lp->message, (char)(hex_value(p[2]) << 4 | hex_value(p[3])));
			i += 3;
		} else {
			buf_addc(&lp->message, *p);
		}
	}
	l->msg = (struct str){ buf_str(&lp->message), lp->message.n };
	return true;
}

/* "  swapper/0-1     [000] .....     0.123456: initcall_start: func=..." */
static bool ftrace(struct str s, struct line *l)
{
	size_t event = str_find(s, STR(": initcall_")), cpu, dash, i;
	int64_t us, pid;

	if (event == s.n)
		return false;
	cpu = str_find(str_head(s, event), STR(" ["));
	if (cpu >= event)
		return false;
	/* The time is the last word before the event's name. */
	for (i = event; i > 0 && s.p[i - 1] != ' '; i--)
		;
	if (i == event || i <= cpu || scan_seconds(str_from(s, i), &us, NULL) != event - i)
		return false;
	for (dash = cpu; dash > 0 && s.p[dash - 1] != '-'; dash--)
		;
	if (dash && scan_number(str_from(s, dash), &pid) && pid <= INT32_MAX)
		l->pid = (int32_t)pid;
	l->us = us;
	l->relative = false;
	l->form = FORM_FTRACE;
	l->msg = str_from(s, event + 2);
	return true;
}

/* A date and what goes with it. Returns the bytes taken. */
static size_t dated(struct str s, struct line *l)
{
	enum date_kind kind;
	int64_t us;
	size_t n = scan_date(s, &us, &kind), host;

	if (!n)
		return 0;
	if (us != TIME_NONE && (l->us == TIME_NONE || l->relative)) {
		l->us = us;
		l->relative = true;
	}
	if (kind == DATE_LOGCAT) {
		l->form = FORM_LOGCAT;
		return n + scan_logcat(str_from(s, n));
	}
	host = scan_host(str_from(s, n));
	if (host)
		l->form = FORM_SYSLOG;
	else if (l->form == FORM_NONE)
		l->form = kind == DATE_ISO ? FORM_ISO : FORM_SYSLOG;
	return n + host;
}

/* A stamp somewhere in a prefix that nobody described: "NAME | [    0.123456] msg". */
static size_t find_stamp(struct str s, struct bracket *b)
{
	struct str head = str_head(s, PREFIX_MAX);
	size_t i = 0, n;

	while ((i = str_chr(head, '[', i)) < head.n) {
		n = scan_bracket(str_from(s, i), b);
		if (n && b->kind == BRACKET_STAMP)
			return i + n;
		i++;
	}
	return 0;
}

static bool marked_stamp(const struct line *l)
{
	return l->us != TIME_NONE && !l->relative;
}

/* Takes prefixes off until none is left. */
static void slow(struct line_parser *lp, struct str s, struct line *l)
{
	struct bracket b;
	size_t n;

	for (int k = 0; k < LAYERS_MAX && s.n; k++) {
		while (s.n && (unsigned char)s.p[0] < 0x20 && s.p[0] != '\t')
			s = str_from(s, 1);
		n = scan_priority(s);
		if (n) {
			if (l->form == FORM_NONE)
				l->form = FORM_RAW;
			s = str_from(s, n);
			continue;
		}
		n = scan_bracket(s, &b);
		if (n && b.kind != BRACKET_CALLER && b.kind != BRACKET_TASK) {
			enum form before = l->form;

			take_bracket(&b, l, lp);
			s = str_from(s, n);
			if (b.kind == BRACKET_STAMP) {
				if (before != FORM_NONE && before != FORM_PLAIN)
					l->form = before;
				s = after_stamp(s, l, lp);
				n = scan_host(s);
				if (n)
					l->form = FORM_JOURNAL;
				s = str_from(s, n);
				break;
			}
			if (s.n && s.p[0] == ' ')
				s = str_from(s, 1);
			if (b.kind == BRACKET_ISO || b.kind == BRACKET_CAPTURE)
				continue;
			break;
		}
		n = scan_facility(s);
		if (n) {
			l->form = FORM_DMESG_X;
			s = str_from(s, n);
			continue;
		}
		if (kmsg(lp, s, l) || ftrace(s, l))
			return;
		n = dated(s, l);
		if (!n)
			break;
		s = str_from(s, n);
	}
	if (!marked_stamp(l) && l->form != FORM_CTIME && l->form != FORM_DELTA &&
	    !(str_starts(s, STR("** ")) && str_find(s, STR(" dropped **")) < s.n)) {
		n = find_stamp(s, &b);
		if (n) {
			take_bracket(&b, l, lp);
			if (l->form == FORM_PLAIN)
				l->form = FORM_SERIAL;
			l->buried = l->form == FORM_SERIAL;
			s = after_stamp(str_from(s, n), l, lp);
		}
	}
	if (l->form == FORM_NONE) {
		/* A syslog template that nobody described: "... host kernel: msg" */
		n = str_find(str_head(s, PREFIX_MAX), STR(" kernel: "));
		if (n < str_head(s, PREFIX_MAX).n) {
			l->form = FORM_SYSLOG;
			s = str_from(s, n + 9);
		}
	}
	l->msg = s;
}

static struct str chomp(struct str s)
{
	while (s.n && (s.p[s.n - 1] == '\r' || s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\0'))
		s.n--;
	return s;
}

/* The next record of a JSON line; its message may have a prefix of its own. */
static bool next_record(struct line_parser *lp, struct line *l)
{
	struct json_record *rec = &lp->rec;
	struct str msg;

	if (!record_scan(rec, &lp->rest, lp->no))
		return false;
	*l = (struct line){ .us = TIME_NONE, .pid = -1, .no = rec->no, .form = FORM_JSON };
	msg = chomp((struct str){ buf_str(&rec->msg), rec->msg.n });
	if (str_chr(msg, '\033', 0) < msg.n)
		msg = strip_escapes(&lp->plain, msg);
	if (!fast(msg, l))
		slow(lp, msg, l);
	l->form = FORM_JSON;
	if (!marked_stamp(l) && rec->us != TIME_NONE) {
		l->us = rec->us;
		l->relative = false;
	}
	if (l->pid < 0)
		l->pid = rec->pid;
	l->seq = rec->seq;
	return true;
}

/* "[    0.123456] host kernel: msg": to be told from a message only by its words. */
static bool skip_host(struct line_parser *lp, struct line *l)
{
	size_t n;

	if (!lp->host && !lp->host_tries)
		return true;
	lp->host_tries -= lp->host_tries > 0;
	n = scan_host(l->msg);
	if (!n)
		return true;
	lp->host = true;
	l->msg = str_from(l->msg, n);
	l->form = FORM_JOURNAL;
	/* journalctl paints the message, not the stamp. */
	if (str_chr(l->msg, '\033', 0) < l->msg.n)
		l->msg = strip_escapes(&lp->plain, l->msg);
	return true;
}

static bool first(struct line_parser *lp, const struct text_line *t, struct line *l)
{
	struct str s = t->s;

	lp->rest.n = 0;
	while (s.n && (s.p[s.n - 1] == '\r' || s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\0'))
		s.n--;
	if (!s.n)
		return false;
	*l = (struct line){ .us = TIME_NONE, .pid = -1, .no = t->no, .cut = t->cut };
	if (!lp->in_json && fast(s, l))
		return skip_host(lp, l);
	if (str_chr(s, '\033', 0) < s.n) {
		s = strip_escapes(&lp->plain, s);
		if (fast(s, l))
			return skip_host(lp, l);
	}
	if ((lp->in_json && record_goes_on(s)) || record_begins(s)) {
		lp->no = t->no;
		lp->rest = s;
		lp->in_json = true;
		return next_record(lp, l);
	}
	lp->in_json = false;
	/* Continuation of a kmsg record: " KEY=value" */
	slow(lp, s, l);
	return true;
}

/* Messages are numbered as they come out; most lines are one, some none, some many. */
static bool numbered(struct line_parser *lp, struct line *l, bool there)
{
	if (there)
		l->at = lp->at == UINT32_MAX ? lp->at : ++lp->at;
	return there;
}

bool line_first(struct line_parser *lp, const struct text_line *t, struct line *l)
{
	return numbered(lp, l, first(lp, t, l));
}

bool line_again(struct line_parser *lp, struct line *l)
{
	return numbered(lp, l, lp->rest.n && next_record(lp, l));
}

int64_t line_stamp_before(struct str msg, size_t at)
{
	struct bracket b;
	size_t open;

	while (at && msg.p[at - 1] == ' ')
		at--;
	if (at < 3 || msg.p[at - 1] != ']')
		return TIME_NONE;
	for (open = at - 1; open > 0 && msg.p[open] != '[' && at - open < 24; open--)
		;
	if (scan_bracket(str_from(msg, open), &b) != at - open || b.kind != BRACKET_STAMP)
		return TIME_NONE;
	return b.us;
}
