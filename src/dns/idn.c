#include "idn.h"

#include <stdlib.h>

#include <idn2.h>

#include "err.h"
#include "mem.h"

enum {
	STRICT = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL,
	OF_OLD = IDN2_NFC_INPUT | IDN2_TRANSITIONAL,
};

enum { LABEL_TEXT_MAX = 1024 }; /* octets in UTF-8: what is longer can't be 63 as an A-label */

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}

/* Takes the label at the start of a name from it, up to a dot that no backslash takes away. */
static struct str take_label(struct str *name)
{
	size_t n = 0;
	while (n < name->n && name->p[n] != '.')
		n += name->p[n] == '\\' && n + 1 < name->n ? 2 : 1;
	struct str label = {name->p, n};
	name->p += n;
	name->n -= n;
	return label;
}

static void take_dot(struct buf *out, struct str *name)
{
	if (!name->n)
		return;
	buf_addc(out, '.');
	name->p++;
	name->n--;
}

/* The four characters that IDNA2003 mapped away and IDNA2008 keeps. */
static bool has_deviation(const char *text)
{
	static const char *const deviations[] = {
		"\xc3\x9f", "\xcf\x82", "\xe2\x80\x8c", "\xe2\x80\x8d"};
	for (size_t i = 0; i < sizeof(deviations) / sizeof(deviations[0]); i++)
		if (strstr(text, deviations[i]))
			return true;
	return false;
}

static int unless_exhausted(int status)
{
	if (status == IDN2_MALLOC)
		mem_exhausted();
	return status;
}

/* The library refuses what IDNA2008 does, symbols included, unless it maps as of old: that changes
 * nothing but the deviations, and asks for no order of directions (RFC 5893). *made is to be
 * released with idn2_free. */
static int look_up(const char *text, char **made)
{
	int status = unless_exhausted(idn2_to_ascii_8z(text, made, STRICT));
	if (status == IDN2_DISALLOWED && !has_deviation(text))
		status = unless_exhausted(idn2_to_ascii_8z(text, made, OF_OLD));
	return status;
}

/* Whether labels that mapping made are names of hosts, or of services: fullwidth forms of '\', '*'
 * and '@' must not become these, nor characters that are ignored the apex. A final dot stands only
 * where the name ends. */
static bool is_plain(struct str made, bool last)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t label = 0;
	for (size_t i = 0; i < made.n; i++) {
		if (made.p[i] != '.' && !strchr(allowed, made.p[i]))
			return false;
		if (made.p[i] == '.' && label == 0)
			return false;
		label = made.p[i] == '.' ? 0 : label + 1;
	}
	return label > 0 || (last && made.n > 0);
}

/* Appends a label that isn't ASCII. Returns NULL, or what is wrong with it. */
static const char *add_label(struct buf *out, struct str label, bool last)
{
	char text[LABEL_TEXT_MAX + 1], *made = NULL;
	if (label.n > LABEL_TEXT_MAX)
		return idn2_strerror(IDN2_TOO_BIG_LABEL);
	if (memchr(label.p, '\\', label.n) || memchr(label.p, 0, label.n))
		return "an escape or NUL stands beside Unicode";
	memcpy(text, label.p, label.n);
	text[label.n] = '\0';
	int status = look_up(text, &made);
	if (status != IDN2_OK)
		return idn2_strerror(status);
	bool plain = is_plain(str_of(made), last);
	if (plain)
		buf_adds(out, made);
	idn2_free(made);
	return plain ? NULL : "it stands for other characters than letters, digits, '-' and '_'";
}

enum zf_status idn_add_ascii(struct buf *out, struct str name, struct zf_error *err)
{
	const char *wrong = NULL;
	struct str label = name;
	size_t start = out->len;
	if (is_ascii(name)) {
		buf_add(out, name.p, name.n);
		return ZF_OK;
	}
	while (name.n && !wrong) {
		label = take_label(&name);
		if (is_ascii(label))
			buf_add(out, label.p, label.n);
		else
			wrong = add_label(out, label, name.n == 0);
		take_dot(out, &name);
	}
	if (!wrong)
		return ZF_OK;
	char shown[120];
	str_clean(shown, sizeof(shown), label.p, label.n);
	out->len = start;
	out->data[start] = '\0';
	return err_set(err, ZF_ERR_DATA, "\"%s\" can't be an A-label: %s", shown, wrong);
}

char *idn_dup_ascii(const char *text, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	enum zf_status status = idn_add_ascii(&b, str_of(text), err);
	char *made = status == ZF_OK ? mem_strndup(b.data ? b.data : "", b.len) : NULL;
	buf_free(&b);
	return made;
}

enum zf_status idn_parse_absolute(struct name *name, const char *text, struct zf_error *err)
{
	char *made = idn_dup_ascii(text, err);
	if (!made)
		return ZF_ERR_DATA;
	enum zf_status status = name_parse_absolute(name, made, err);
	free(made);
	return status;
}

/* Appends the U-label of an A-label in lower case; false: it is no A-label. */
static bool add_u_label(struct buf *out, const char *text)
{
	char *shown = NULL, *again = NULL;
	bool good = unless_exhausted(idn2_to_unicode_8z8z(text, &shown, 0)) == IDN2_OK &&
		    !is_ascii(str_of(shown)) &&
		    unless_exhausted(idn2_to_ascii_8z(shown, &again, STRICT)) == IDN2_OK &&
		    strcmp(again, text) == 0;
	if (good)
		buf_adds(out, shown);
	idn2_free(shown);
	idn2_free(again);
	return good;
}

void idn_add_unicode(struct buf *out, struct str name)
{
	while (name.n) {
		char text[NAME_MAX_LABEL + 1];
		struct str label = take_label(&name);
		bool fits = label.n <= NAME_MAX_LABEL && !memchr(label.p, 0, label.n);
		size_t n = fits ? label.n : 0;
		for (size_t i = 0; i < n; i++)
			text[i] = (char)str_lower[(unsigned char)label.p[i]];
		text[n] = '\0';
		if (!str_starts(text, "xn--") || !add_u_label(out, text))
			buf_add(out, label.p, label.n);
		take_dot(out, &name);
	}
}
