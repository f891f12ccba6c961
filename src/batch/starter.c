#include "starter.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "git_install.h"
#include "git_run.h"
#include "jsonw.h"
#include "manifest.h"
#include "mem.h"

/*
 * The folder.
 */

static bool may_be_there(const char *name)
{
	static const char *const names[] = {".", "..", ".git", STARTER_ZONES};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum zf_status look_into(const char *dir, struct zf_error *err)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	if (!d)
		return err_errno(err, ZF_ERR_IO, "can't read the folder %s", dir);
	while (!err->code && (entry = readdir(d)) != NULL)
		if (!may_be_there(entry->d_name))
			err_set(err, ZF_ERR_UNSUPPORTED,
				"%s is not empty (%s is in it): init makes a repository of its own",
				dir, entry->d_name);
	closedir(d);
	return err->code;
}

enum zf_status starter_make_folders(const char *path, struct zf_error *err)
{
	char *copy = mem_strdup(path);
	for (char *p = copy + 1; !err->code; p++) {
		if (*p && *p != '/')
			continue;
		char was = *p;
		*p = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST)
			err_errno(err, ZF_ERR_IO, "can't make the folder %s", copy);
		*p = was;
		if (!was)
			break;
	}
	free(copy);
	return err->code;
}

enum zf_status starter_open(const char *dir, struct zf_error *err)
{
	/* Whoever calls this from a hook is in another repository. */
	static const char *const elsewhere[] = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"};
	const char *const words[] = {"git", "init", "-q", dir, NULL};
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		unsetenv(elsewhere[i]);
	if (dir[0] == '-')
		return err_set(err, ZF_ERR_USAGE, "-d: write ./%s", dir);
	enum zf_status status = starter_make_folders(dir, err);
	status = status ? status : look_into(dir, err);
	return status ? status : git_tell(words, GIT_MUST, err);
}

/*
 * The project.
 */

static void begin_project(struct buf *b)
{
	buf_adds(b,
		"# Which zone file belongs where: README of zoneferry, \"Many zones\"; the schema "
		"for editors: zoneferry help project\nzones:\n");
}

static void end_project(struct buf *b)
{
	buf_adds(b, "defaults: { max_delete: 10%, mode: mirror }\n");
}

void starter_project_of_targets(struct buf *b, char *const *targets, size_t count)
{
	begin_project(b);
	buf_adds(b, "  \"*\":\n    source: " STARTER_ZONES "/{zone}.zone\n    targets: [");
	for (size_t i = 0; i < count; i++) {
		buf_adds(b, i ? ", " : "");
		jsonw_text(b, targets[i]);
	}
	buf_adds(b, "]\n");
	end_project(b);
}

/* A zone that was saved, and what it is a copy of. */
struct saved {
	char *zone; /* without its final dot */
	char *path, *target;
	size_t order;
};

struct saved_zones {
	struct saved *items;
	size_t count, cap;
	bool plain; /* one source, in which no name is there twice */
};

static int by_zone(const void *a, const void *b)
{
	const struct saved *x = a, *y = b;
	int order = strcmp(x->zone, y->zone);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* "zones", or "zones/bunny". */
static void add_folder(struct buf *b, const struct project_list *sources, size_t i)
{
	buf_adds(b, STARTER_ZONES);
	if (sources->count > 1)
		buf_printf(b, "/%s", sources->items[i]);
}

static void add_saved(
	struct saved_zones *all, const struct holding *h, const char *folder, const char *source)
{
	size_t n = strlen(h->zone), after = strlen(source);
	bool by_id = h->location && strchr(h->location + after, '?');
	struct buf path;
	if (!h->octets)
		return;
	buf_init(&path, 0);
	buf_printf(&path, "%s/%s", folder, h->file);
	all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof(*all->items));
	all->items[all->count] = (struct saved){
		.zone = mem_strndup(h->zone, n > 1 ? n - 1 : n),
		.path = buf_take(&path),
		.target = mem_strdup(by_id ? h->location : source),
		.order = all->count,
	};
	all->count++;
	all->plain = all->plain && !by_id;
	buf_free(&path);
}

static enum zf_status gather(
	struct saved_zones *all, const struct project_list *sources, size_t i, struct zf_error *err)
{
	struct manifest manifest;
	struct buf folder;
	buf_init(&folder, 0);
	add_folder(&folder, sources, i);
	enum zf_status status = manifest_read(&manifest, folder.data, err);
	for (size_t k = 0; k < manifest.count && !status; k++)
		add_saved(all, &manifest.items[k], folder.data, sources->items[i]);
	manifest_free(&manifest);
	buf_printf(&folder, "/%s", MANIFEST_FILE);
	if (!status)
		unlink(folder.data);
	buf_free(&folder);
	return status;
}

static void leave_out(struct starter_project *p, const struct saved *z, const struct saved *first)
{
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%s is no part of the project: %s belongs to %s already", z->path,
		z->zone, first->path);
	project_list_add(&p->left_out, text.data);
	buf_free(&text);
}

static void add_entries(struct starter_project *p, const struct saved_zones *all)
{
	const struct saved *first = NULL;
	begin_project(&p->text);
	for (size_t i = 0; i < all->count; i++) {
		const struct saved *z = &all->items[i];
		if (first && strcmp(first->zone, z->zone) == 0) {
			leave_out(p, z, first);
			continue;
		}
		first = z;
		p->zones++;
		buf_adds(&p->text, "  ");
		jsonw_text(&p->text, z->zone);
		buf_adds(&p->text, ": { source: ");
		jsonw_text(&p->text, z->path);
		buf_adds(&p->text, ", targets: [");
		jsonw_text(&p->text, z->target);
		buf_adds(&p->text, "] }\n");
	}
	end_project(&p->text);
}

enum zf_status starter_project_of_backups(
	struct starter_project *p, const struct project_list *sources, struct zf_error *err)
{
	struct saved_zones all = {.plain = sources->count == 1};
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < sources->count && !status; i++)
		status = gather(&all, sources, i, err);
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), by_zone);
	if (!status && all.plain) {
		p->zones = all.count;
		starter_project_of_targets(&p->text, sources->items, 1);
	} else if (!status) {
		add_entries(p, &all);
	}
	for (size_t i = 0; i < all.count; i++) {
		free(all.items[i].zone);
		free(all.items[i].path);
		free(all.items[i].target);
	}
	free(all.items);
	return status;
}

/*
 * What goes with it.
 */

static const struct {
	const char *path, *from; /* from: its name in scripts/git */
} ci_files[] = {
	[STARTER_GITHUB] = {".github/workflows/zones.yml", "github-actions.yml"},
	[STARTER_GITLAB] = {".gitlab-ci.yml", "gitlab-ci.yml"},
	[STARTER_NO_CI] = {NULL, NULL},
};

const char *starter_ci_path(enum starter_ci ci)
{
	return ci_files[ci].path;
}

static enum zf_status write_file(const char *path, const char *from, struct zf_error *err)
{
	const struct embedded_file *f = starter_files;
	while (strcmp(f->name, from) != 0)
		f++;
	return file_replace(path, f->text, f->size, FILE_CAREFUL, err);
}

static enum zf_status write_ci(enum starter_ci ci, struct zf_error *err)
{
	if (!ci_files[ci].path)
		return ZF_OK;
	if (ci == STARTER_GITHUB && starter_make_folders(".github/workflows", err) != ZF_OK)
		return err->code;
	return write_file(ci_files[ci].path, ci_files[ci].from, err);
}

static enum zf_status set_up_git(struct buf *said, struct zf_error *err)
{
	const struct git_install_options usual = {.default_ttl = ZONEFILE_TTL_LAST};
	struct name_list patterns = {.items = NULL};
	name_list_add(&patterns, "*.zone", strlen("*.zone"));
	enum zf_status status = git_install(&usual, &patterns, said, err);
	name_list_free(&patterns);
	return status;
}

static enum zf_status commit(enum starter_ci ci, const char *message, struct zf_error *err)
{
	const char *const add[] = {"git", "add", "--", STARTER_ZONES, PROJECT_FILE,
		".gitattributes", ci_files[ci].path, NULL};
	const char *const commit[] = {"git", "commit", "-q", "-m", message, NULL};
	if (git_tell(add, GIT_MUST, err) == ZF_OK && git_tell(commit, GIT_MUST, err) == ZF_OK)
		return ZF_OK;
	err_clear(err);
	err_set(err, ZF_ERR_IO,
		"everything is there, but git has made no commit: git commit says why (it wants "
		"user.name and user.email)");
	err_id(err, "commit");
	return err->code;
}

/* Behind the commit: what providers serve may have faults that it would stop at. */
static enum zf_status install_hook(struct zf_error *err)
{
	static const char path[] = ".git/hooks/pre-commit";
	if (access(path, F_OK) == 0)
		return ZF_OK;
	if (starter_make_folders(".git/hooks", err) != ZF_OK ||
		write_file(path, "pre-commit", err) != ZF_OK)
		return err->code;
	return chmod(path, 0755) == 0 ? ZF_OK
				      : err_errno(err, ZF_ERR_IO, "can't make %s a program", path);
}

enum zf_status starter_finish(const struct buf *project, enum starter_ci ci, const char *message,
	struct buf *said, struct zf_error *err)
{
	struct zf_error committed = ZF_ERROR_INIT;
	enum zf_status status =
		file_replace(PROJECT_FILE, project->data, project->len, FILE_CAREFUL, err);
	status = status ? status : write_ci(ci, err);
	status = status ? status : set_up_git(said, err);
	if (status)
		return status;
	commit(ci, message, &committed);
	status = install_hook(err);
	if (!status && committed.code) {
		*err = committed;
		status = err->code;
	}
	return status;
}
