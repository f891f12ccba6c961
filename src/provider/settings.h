/*
 * settings: what the user has set for an account: in the config, in the environment, by default.
 */
#ifndef ZF_PROVIDER_SETTINGS_H
#define ZF_PROVIDER_SETTINGS_H

#include "account.h"

/* Looks all settings up, once, and makes the base URL. Errors: ZF_ERR_CONFIG. */
enum zf_status settings_load(struct provider *p, struct zf_error *err);
/* Looks one up. */
void setting_load(struct provider *p, size_t index);
/* "access_key (BUNNY_API_KEY in the environment, or profile "bunny" of the config)" */
void setting_print_places(struct buf *b, const struct provider *p, const struct desc_variable *v);
/* "ZONEFERRY_POWERDNS_URL" */
void settings_print_url_name(struct buf *b, const struct provider *p);
/* Sets the base URL from a template. The second one leaves it as it is when a variable of the
 * template isn't set. */
enum zf_status settings_set_url(struct provider *p, const char *url, struct zf_error *err);
enum zf_status settings_try_url(struct provider *p, const char *url, struct zf_error *err);

/* What the profile says about the transport: ca_file and proxy; the strings live as long as the
 * provider. Errors: ZF_ERR_CONFIG, ZF_ERR_IO. */
enum zf_status settings_transport(
	struct provider *p, struct http_settings *settings, struct zf_error *err);

#endif
