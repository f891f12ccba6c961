#include "term.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

size_t term_width(int fd)
{
	struct winsize size;
	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

/* Octets of an escape sequence ("ESC [ … m") at the start of a text, or 0. */
static size_t escape_length(const char *p, size_t n)
{
	if (n < 2 || p[0] != '\033' || p[1] != '[')
		return 0;
	for (size_t i = 2; i < n; i++)
		if (p[i] >= '@' && p[i] <= '~')
			return i + 1;
	return 0;
}

/* One line without its newline. */
static void wrap_line(struct buf *b, const char *p, size_t n, size_t width)
{
	enum { INDENT = 2 };
	size_t column = 0, begin = 0;
	for (size_t i = 0; i <= n;) {
		size_t word = 0, shown = 0;
		while (i + word < n && p[i + word] != ' ') {
			size_t escape = escape_length(p + i + word, n - i - word);
			shown += escape ? 0 : 1;
			word += escape ? escape : 1;
		}
		if (column > begin && column + 1 + shown > width) {
			buf_addc(b, '\n');
			buf_fill(b, ' ', INDENT);
			column = begin = INDENT;
		} else if (i > 0) {
			buf_addc(b, ' ');
			column++;
		}
		buf_add(b, p + i, word);
		column += shown;
		i += word + 1;
	}
}

void term_wrap(struct buf *b, const char *text, size_t n, size_t width)
{
	for (size_t i = 0; i < n;) {
		const char *newline = memchr(text + i, '\n', n - i);
		size_t line = newline ? (size_t)(newline - text) - i : n - i;
		wrap_line(b, text + i, line, width);
		i += line;
		if (newline) {
			buf_addc(b, '\n');
			i++;
		}
	}
}
