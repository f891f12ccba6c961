#include "ttl.h"

#include "str.h"

static uint32_t unit_seconds(char unit)
{
	switch (str_lower[(unsigned char)unit]) {
	case 'w':
		return 7 * 24 * 3600;
	case 'd':
		return 24 * 3600;
	case 'h':
		return 3600;
	case 'm':
		return 60;
	case 's':
		return 1;
	}
	return 0;
}

bool ttl_parse(uint32_t *ttl, const char *p, size_t n, uint32_t max)
{
	const char *end = p + n;
	uint64_t sum = 0;
	bool units = false;
	if (n == 0)
		return false;
	while (p < end) {
		uint64_t value = 0;
		uint32_t unit = 1;
		if (!str_is_digit(*p))
			return false;
		for (; p < end && str_is_digit(*p); p++) {
			value = value * 10 + (uint64_t)(*p - '0');
			if (value > max)
				return false;
		}
		if (p < end)
			unit = unit_seconds(*p++);
		else if (units)
			return false; /* "1h30": thirty of what? */
		if (unit == 0)
			return false;
		units = true;
		sum += value * unit;
		if (sum > max)
			return false;
	}
	*ttl = (uint32_t)sum;
	return true;
}
