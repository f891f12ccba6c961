#include "near.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

enum { LONGEST = 32 };

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static uint8_t lower(const char *p)
{
	return str_lower[(uint8_t)*p];
}

/* The steps from one word to another (optimal string alignment). */
static unsigned steps_between(const char *a, const char *b)
{
	unsigned rows[3][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);
	for (unsigned j = 0; j <= m; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			bool same = lower(&a[i - 1]) == lower(&b[j - 1]);
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !same);
			if (i > 1 && j > 1 && lower(&a[i - 1]) == lower(&b[j - 2]) &&
				lower(&a[i - 2]) == lower(&b[j - 1]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

void near_look(struct near *near, const char *given, const char *word)
{
	size_t n = strlen(given);
	if (n == 0 || n > LONGEST || strlen(word) > LONGEST)
		return;
	unsigned steps = steps_between(given, word);
	if (steps > (n < 5 ? 1 : n < 9 ? 2 : 3) || (near->word && steps >= near->steps))
		return;
	near->word = word;
	near->steps = steps;
}

const char *near_hint(struct near *near)
{
	near->hint[0] = '\0';
	if (near->word)
		snprintf(near->hint, sizeof(near->hint), "; did you mean \"%s\"?", near->word);
	return near->hint;
}
