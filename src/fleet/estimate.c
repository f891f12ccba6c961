#include "estimate.h"

#include "manifest.h"

enum { BLOCK = 4096 };

/* The size of files there, on the average; 0: there are none. */
static uint64_t average_file(const char *folder)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct manifest m;
	uint64_t octets = 0, files = 0;
	if (manifest_read(&m, folder, &ignored) == ZF_OK)
		for (size_t i = 0; i < m.count; i++) {
			files += m.items[i].octets != NULL;
			octets += m.items[i].size;
		}
	manifest_free(&m);
	return files ? octets / files : 0;
}

/* How many requests the list takes: as many as it took, or as there are pages of so many zones. */
static size_t list_calls(const struct source *source, size_t zones)
{
	const struct provider *p = source->provider;
	const struct desc_page *page = p ? provider_desc(p)->zones->list->page : NULL;
	size_t size = page && page->size > 0 ? (size_t)page->size : 0;
	return zones && size ? (zones + size - 1) / size : source_calls(source);
}

enum zf_status estimate_make(struct estimate *e, struct source *source, const char *folder,
	unsigned jobs, size_t zones, struct zf_error *err)
{
	struct listing list;
	*e = (struct estimate){.file = average_file(folder)};
	enum zf_status status = source_list(source, &list, err);
	if (status)
		return status;
	e->zones = zones ? zones : list.count;
	e->requests = list_calls(source, zones) + e->zones;
	e->milliseconds = (uint64_t)source_pace(source) * e->requests;
	e->memory = ESTIMATE_BASE + (uint64_t)jobs * ESTIMATE_HAND + e->zones * ESTIMATE_ZONE;
	uint64_t blocks = e->file ? (e->file + BLOCK - 1) / BLOCK : 1;
	e->disk = e->zones * (blocks * BLOCK + ESTIMATE_ZONE / 3); /* the manifest's line */
	listing_free(&list);
	return ZF_OK;
}
