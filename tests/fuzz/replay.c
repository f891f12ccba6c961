/*
 * replay: runs a fuzz target once over each file given, without libFuzzer, so that seeds and
 * earlier finds are tests. Prints TAP.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++) {
		struct file_text text;
		struct zf_error err = ZF_ERROR_INIT;
		if (file_read(&text, argv[i], 1 << 24, &err) == ZF_OK) {
			uint8_t *exact = malloc(text.size ? text.size : 1);
			memcpy(exact, text.data, text.size); /* reads behind the end are seen */
			LLVMFuzzerTestOneInput(exact, text.size);
			free(exact);
			file_text_free(&text);
			printf("ok %d - %s\n", i, argv[i]);
		} else {
			printf("not ok %d - %s: %s\n", i, argv[i], err.text);
		}
		fflush(stdout);
	}
	return 0;
}
