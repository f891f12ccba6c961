/* test: what every cmocka test program includes first. */
#ifndef ZF_TEST_H
#define ZF_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif
