#include "holds.h"

#include "rrtype.h"

bool holds_type(const struct desc_holds *holds, uint16_t type, enum holds_owner owner)
{
	if (type == TYPE_SOA)
		return owner == HOLDS_APEX && holds->soa != SOA_NONE;
	if (type == TYPE_NS && owner == HOLDS_APEX)
		return holds->apex_ns != APEX_NS_NONE;
	if (type == TYPE_CNAME && owner == HOLDS_APEX && !holds->apex_cname)
		return false;
	for (size_t i = 0; i < holds->types.count; i++)
		if (holds->types.items[i] == type)
			return true;
	return false;
}
