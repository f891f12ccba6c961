#include "json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "encode.h"
#include "err.h"
#include "json_scan.h"
#include "json_token.h"
#include "mem.h"
#include "secret.h"

/* A struct json is a cJSON item. Values of the kinds string and number are both strings there,
 * told apart by JSON_MARK (json_scan.h). */
static const cJSON *item_of(const struct json *j)
{
	return (const cJSON *)(const void *)j;
}

static cJSON *item_own(struct json *j)
{
	return (cJSON *)(void *)j;
}

static struct json *json_own(cJSON *item)
{
	if (!item)
		mem_exhausted();
	return (struct json *)(void *)item;
}

static const struct json *json_of(const cJSON *item)
{
	return (const struct json *)(const void *)item;
}

enum zf_status json_parse(struct json **root, const char *text, size_t size, struct zf_error *err)
{
	struct buf marked;
	buf_init(&marked, 0);
	buf_reserve(&marked, size < JSON_MAX_SIZE ? size + size / 4 : 0);
	*root = NULL;
	enum zf_status status = json_scan(&marked, text, size, err);
	if (status == ZF_OK) {
		cJSON *item = cJSON_ParseWithLengthOpts(marked.data, marked.len, NULL, 0);
		if (item)
			*root = json_own(item);
		else
			status = err_set(err, ZF_ERR_LIMIT, "JSON does not fit into memory");
	}
	secret_wipe(marked.data, marked.len);
	buf_free(&marked);
	return status;
}

/* Answers of login requests are tokens. */
static void wipe(cJSON *item)
{
	for (; item; item = item->next) {
		if (item->valuestring)
			secret_wipe(item->valuestring, strlen(item->valuestring));
		wipe(item->child);
	}
}

void json_free(struct json *root)
{
	wipe(item_own(root));
	cJSON_Delete(item_own(root));
}

enum json_kind json_kind(const struct json *j)
{
	const cJSON *item = item_of(j);
	if (!item)
		return JSON_NULL;
	switch (item->type & 0xff) {
	case cJSON_True:
	case cJSON_False:
		return JSON_BOOL;
	case cJSON_Array:
		return JSON_ARRAY;
	case cJSON_Object:
		return JSON_OBJECT;
	case cJSON_String:
		return item->valuestring[0] == JSON_MARK && item->valuestring[1] != JSON_MARK
			       ? JSON_NUMBER
			       : JSON_STRING;
	default:
		return JSON_NULL;
	}
}

const char *json_kind_name(enum json_kind kind)
{
	static const char *const names[] = {[JSON_NULL] = "null",
		[JSON_BOOL] = "true or false",
		[JSON_NUMBER] = "a number",
		[JSON_STRING] = "a string",
		[JSON_ARRAY] = "an array",
		[JSON_OBJECT] = "an object"};
	return names[kind];
}

struct str json_text(const struct json *j)
{
	enum json_kind kind = json_kind(j);
	if (kind != JSON_STRING && kind != JSON_NUMBER)
		return (struct str){NULL, 0};
	const char *p = item_of(j)->valuestring;
	return str_of(p[0] == JSON_MARK ? p + 1 : p);
}

bool json_is_true(const struct json *j)
{
	return j && (item_of(j)->type & 0xff) == cJSON_True;
}

/* A number taken apart: `n` significant digits, the first at `first` (counted without the point),
 * times ten to the power `exponent`. Zero has no significant digits. */
struct decimal {
	const char *p;
	size_t whole, first, n;
	int64_t exponent;
	bool negative;
};

static char decimal_digit(const struct decimal *d, size_t i)
{
	return d->p[i < d->whole ? i : i + 1];
}

static struct decimal decimal_of(struct str text)
{
	struct decimal d = {.p = text.p, .negative = text.n && text.p[0] == '-'};
	size_t end = 0, all, e = d.negative ? 1 : 0;
	d.p += e;
	text.n -= e;
	while (d.whole < text.n && str_is_digit(d.p[d.whole]))
		d.whole++;
	while (end < text.n && d.p[end] != 'e' && d.p[end] != 'E')
		end++;
	if (end < text.n) {
		uint64_t power = 0;
		bool minus = d.p[end + 1] == '-';
		size_t sign = minus || d.p[end + 1] == '+';
		if (!str_to_u64(d.p + end + 1 + sign, text.n - end - 1 - sign, 1 << 30, &power))
			power = 1 << 30;
		d.exponent = minus ? -(int64_t)power : (int64_t)power;
	}
	all = end > d.whole ? end - 1 : end;
	d.exponent -= (int64_t)(all - d.whole);
	while (d.first < all && decimal_digit(&d, d.first) == '0')
		d.first++;
	while (all > d.first && decimal_digit(&d, all - 1) == '0') {
		all--;
		d.exponent++;
	}
	d.n = all - d.first;
	if (d.n == 0) {
		d.exponent = 0;
		d.negative = false;
	}
	return d;
}

static bool decimal_equal(const struct decimal *a, const struct decimal *b)
{
	if (a->n != b->n || a->exponent != b->exponent || a->negative != b->negative)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (decimal_digit(a, a->first + i) != decimal_digit(b, b->first + i))
			return false;
	return true;
}

static bool decimal_integer(const struct decimal *d, int64_t *value)
{
	uint64_t v = 0, most = d->negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	if (d->n > 19 || d->exponent < 0 || d->exponent > 18)
		return false;
	for (size_t i = 0; i < d->n + (size_t)d->exponent; i++) {
		uint64_t digit = i < d->n ? (uint64_t)(decimal_digit(d, d->first + i) - '0') : 0;
		if (v > (most - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*value = d->negative ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}

bool json_integer(const struct json *j, int64_t min, int64_t max, bool or_string, int64_t *value)
{
	struct str text = json_text(j);
	int64_t v = 0;
	if (!text.p)
		return false;
	if (json_kind(j) == JSON_STRING) {
		size_t sign = text.n && text.p[0] == '-';
		uint64_t ignored;
		if (!or_string || !str_to_u64(text.p + sign, text.n - sign, INT64_MAX, &ignored))
			return false;
	}
	struct decimal d = decimal_of(text);
	if (!decimal_integer(&d, &v) || v < min || v > max)
		return false;
	*value = v;
	return true;
}

const struct json *json_member(const struct json *object, const char *name)
{
	if (json_kind(object) != JSON_OBJECT)
		return NULL;
	return json_of(cJSON_GetObjectItemCaseSensitive(item_of(object), name));
}

const struct json *json_first(const struct json *container)
{
	return container ? json_of(item_of(container)->child) : NULL;
}

const struct json *json_next(const struct json *member)
{
	return json_of(item_of(member)->next);
}

const char *json_name(const struct json *member)
{
	return item_of(member)->string;
}

size_t json_count(const struct json *container)
{
	size_t n = 0;
	for (const struct json *j = json_first(container); j; j = json_next(j))
		n++;
	return n;
}

/* One reference token, with ~1 and ~0 undone. NULL: a ~ that is neither. */
static const struct json *step(const struct json *j, const char *p, size_t n)
{
	struct buf name;
	const struct json *found = NULL;
	uint64_t index;
	if (json_kind(j) == JSON_ARRAY) {
		if ((n > 1 && p[0] == '0') || !str_to_u64(p, n, JSON_MAX_VALUES, &index))
			return NULL;
		for (found = json_first(j); found && index; index--)
			found = json_next(found);
		return found;
	}
	buf_init(&name, 0);
	size_t i = 0;
	for (; i < n; i++) {
		if (p[i] != '~') {
			buf_addc(&name, p[i]);
		} else if (i + 1 < n && (p[i + 1] == '0' || p[i + 1] == '1')) {
			buf_addc(&name, p[++i] == '0' ? '~' : '/');
		} else {
			break;
		}
	}
	if (i == n)
		found = json_member(j, name.data);
	buf_free(&name);
	return found;
}

const struct json *json_at(const struct json *j, const char *pointer)
{
	while (j && *pointer) {
		if (*pointer != '/')
			return NULL;
		size_t n = strcspn(++pointer, "/");
		j = step(j, pointer, n);
		pointer += n;
	}
	return j;
}

static int compare_members(const void *a, const void *b)
{
	const struct json *const *x = a, *const *y = b;
	return strcmp(json_name(*x), json_name(*y));
}

/* The members of an object, ordered by name; release with free. */
static const struct json **sorted_members(const struct json *object, size_t *count)
{
	size_t n = 0;
	*count = json_count(object);
	const struct json **members = mem_alloc(*count * sizeof(const struct json *));
	for (const struct json *j = json_first(object); j; j = json_next(j))
		members[n++] = j;
	if (n > 1)
		qsort(members, n, sizeof(const struct json *), compare_members);
	return members;
}

static bool equal_objects(const struct json *a, const struct json *b)
{
	size_t an, bn;
	const struct json **x = sorted_members(a, &an), **y = sorted_members(b, &bn);
	bool same = an == bn;
	for (size_t i = 0; same && i < an; i++)
		same = strcmp(json_name(x[i]), json_name(y[i])) == 0 && json_equal(x[i], y[i]);
	free(x);
	free(y);
	return same;
}

static bool equal_arrays(const struct json *a, const struct json *b)
{
	a = json_first(a);
	b = json_first(b);
	while (a && b && json_equal(a, b)) {
		a = json_next(a);
		b = json_next(b);
	}
	return !a && !b;
}

bool json_equal(const struct json *a, const struct json *b)
{
	enum json_kind kind = json_kind(a);
	if (kind != json_kind(b))
		return false;
	if (kind == JSON_OBJECT)
		return equal_objects(a, b);
	if (kind == JSON_ARRAY)
		return equal_arrays(a, b);
	if (kind == JSON_NUMBER) {
		struct decimal x = decimal_of(json_text(a)), y = decimal_of(json_text(b));
		return decimal_equal(&x, &y);
	}
	if (kind == JSON_STRING) {
		struct str x = json_text(a), y = json_text(b);
		return x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);
	}
	return json_is_true(a) == json_is_true(b);
}

static void print_member(struct buf *b, const struct json *j, enum json_order order)
{
	struct str name = str_of(json_name(j));
	if (name.p) {
		encode_json_string(b, name.p, name.n);
		buf_addc(b, ':');
	}
	json_print(b, j, order);
}

static void print_members(struct buf *b, const struct json *j, enum json_order order)
{
	if (order == JSON_SORTED && json_kind(j) == JSON_OBJECT) {
		size_t n;
		const struct json **members = sorted_members(j, &n);
		for (size_t i = 0; i < n; i++) {
			if (i)
				buf_addc(b, ',');
			print_member(b, members[i], order);
		}
		free(members);
		return;
	}
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		print_member(b, m, order);
		if (json_next(m))
			buf_addc(b, ',');
	}
}

void json_print(struct buf *b, const struct json *j, enum json_order order)
{
	struct str text = json_text(j);
	switch (json_kind(j)) {
	case JSON_NULL:
		buf_adds(b, "null");
		break;
	case JSON_BOOL:
		buf_adds(b, json_is_true(j) ? "true" : "false");
		break;
	case JSON_NUMBER:
		buf_add(b, text.p, text.n);
		break;
	case JSON_STRING:
		encode_json_string(b, text.p, text.n);
		break;
	case JSON_ARRAY:
		buf_addc(b, '[');
		print_members(b, j, order);
		buf_addc(b, ']');
		break;
	case JSON_OBJECT:
		buf_addc(b, '{');
		print_members(b, j, order);
		buf_addc(b, '}');
		break;
	}
}

struct json *json_new_object(void)
{
	return json_own(cJSON_CreateObject());
}

struct json *json_new_array(void)
{
	return json_own(cJSON_CreateArray());
}

/* `mark` octets of JSON_MARK, then the text. */
static struct json *new_marked(const char *p, size_t n, size_t mark)
{
	struct buf b;
	buf_init(&b, 0);
	buf_fill(&b, JSON_MARK, mark);
	buf_add(&b, p, n);
	struct json *j = json_own(cJSON_CreateString(b.data));
	buf_free(&b);
	return j;
}

struct json *json_new_string(const char *p, size_t n)
{
	if (n && memchr(p, 0, n))
		return json_new_null();
	return new_marked(p, n, n && p[0] == JSON_MARK ? 1 : 0);
}

struct json *json_new_number(const char *p, size_t n)
{
	if (n == 0 || json_token_number(p, n) != n)
		return json_new_null();
	return new_marked(p, n, 1);
}

struct json *json_new_bool(bool value)
{
	return json_own(cJSON_CreateBool(value));
}

struct json *json_new_null(void)
{
	return json_own(cJSON_CreateNull());
}

/* A member that leaves its object leaves its name there: an array's elements have none. */
static cJSON *without_name(cJSON *item)
{
	if (item) {
		cJSON_free(item->string);
		item->string = NULL;
	}
	return item;
}

struct json *json_copy(const struct json *j)
{
	return j ? json_own(without_name(cJSON_Duplicate(item_of(j), 1))) : json_new_null();
}

void json_set(struct json *object, const char *name, struct json *value)
{
	if (json_member(object, name))
		cJSON_ReplaceItemInObjectCaseSensitive(item_own(object), name, item_own(value));
	else if (!cJSON_AddItemToObject(item_own(object), name, item_own(value)))
		mem_exhausted();
}

void json_append(struct json *array, struct json *value)
{
	cJSON_AddItemToArray(item_own(array), item_own(value));
}

struct json *json_take(struct json *object, const char *name)
{
	cJSON *item = cJSON_DetachItemFromObjectCaseSensitive(item_own(object), name);
	return item ? json_own(without_name(item)) : NULL;
}
