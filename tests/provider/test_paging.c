/* How lists are walked, page by page, and what isn't believed. */
#include "sample.h"
#include "test.h"

static void page_numbers(void **state)
{
	static const char total[] =
		LIST("'p':'{page}','s':'{size}'", "'style':'page','size':2,'total':'/total'");
	static const char pages[] = LIST("'p':'{page}'", "'style':'page','pages':'/pages'");
	static const char more[] = LIST("'p':'{page}'", "'style':'page','more':'/next'");
	static const char plain[] =
		LIST("'p':'{page}'", "'style':'page','size':2,'from_zero':true");
	static const char lacks[] =
		LIST("'p':'{page}'", "'style':'page','size':2,'more':'/next','may_lack':['more']");
	static const struct sample samples[] = {
		{total,
			GET("/r?p=1&s=2") OK("{'total':3,'records':[" REC("a") "," REC("b") "]}")
				GET("/r?p=2&s=2") OK("{'total':'3','records':[" REC("c") "]}"),
			LINE("a") LINE("b") LINE("c"), NULL, NULL, ZF_OK},
		{total, GET("/r?p=1&s=2") OK("{'total':1,'records':[" REC("a") "]}"), LINE("a"),
			NULL, NULL, ZF_OK},
		/* A page may be shorter than asked for. */
		{total,
			GET("/r?p=1&s=2") OK("{'total':2,'records':[" REC("a") "]}")
				GET("/r?p=2&s=2") OK("{'total':2,'records':[" REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{pages,
			GET("/r?p=1") OK("{'pages':2,'records':[" REC("a") "]}") GET("/r?p=2")
				OK("{'pages':2,'records':[" REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{more,
			GET("/r?p=1") OK("{'next':2,'records':[" REC("a") "]}") GET("/r?p=2")
				OK("{'next':0,'records':[" REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		/* What tells the end must be there, unless it is said that it may not. */
		{more, GET("/r?p=1") OK("{'records':[" REC("a") "]}"), "!no \"/next\"", NULL, NULL,
			ZF_ERR_ANSWER},
		{pages, GET("/r?p=1") OK("{'records':[" REC("a") "]}"), "!no \"/pages\"", NULL,
			NULL, ZF_ERR_ANSWER},
		{pages, GET("/r?p=1") OK("{'pages':null,'records':[" REC("a") "]}"), "!no number",
			NULL, NULL, ZF_ERR_ANSWER},
		{total, GET("/r?p=1&s=2") OK("{'records':[" REC("a") "]}"), "!no \"/total\"", NULL,
			NULL, ZF_ERR_ANSWER},
		{total, GET("/r?p=1&s=2") OK("{'total':-1,'records':[" REC("a") "]}"), "!no number",
			NULL, NULL, ZF_ERR_ANSWER},
		{total, GET("/r?p=1&s=2") "< 206\n\n{'total':1,'records':[" REC("a") "]}\n===\n",
			"!status is 206", NULL, NULL, ZF_ERR_ANSWER},
		{lacks, GET("/r?p=1") OK("{'records':[" REC("a") "]}"), LINE("a"), NULL, NULL,
			ZF_OK},
		{lacks,
			GET("/r?p=1") OK("{'records':[" REC("a") "," REC("b") "]}") GET("/r?p=2")
				OK("{'records':[]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{more,
			GET("/r?p=1") OK("{'next':2,'records':[" REC("a") "]}") GET("/r?p=2")
				OK("{'next':true,'records':[]}"),
			"!a page is empty, although more are announced", NULL, NULL, ZF_ERR_ANSWER},
		{more,
			GET("/r?p=1") OK("{'next':2,'records':[" REC("a") "]}") GET("/r?p=2")
				OK("{'next':3,'records':[" REC("a") "]}"),
			"!a page came again", NULL, NULL, ZF_ERR_ANSWER},
		{plain,
			GET("/r?p=0") OK("{'records':[" REC("a") "," REC("b") "]}") GET("/r?p=1")
				OK("{'records':[]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{plain, GET("/r?p=0") OK("{'records':[" REC("a") "]}"), LINE("a"), NULL, NULL,
			ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

static void other_pages(void **state)
{
	static const char offset[] =
		LIST("'o':'{offset}'", "'style':'offset','size':2,'total':'/total'");
	static const char cursor[] = LIST("'c':'{at}'", "'style':'cursor','next':{'at':'/next'}");
	static const char several[] = LIST("'n':'{n}','t':'{t}'",
		"'style':'cursor','next':{'n':'/nn','t':'/nt'},'more':'/cut',"
		"'may_lack':['next']");
	static const char sized[] = LIST("'c':'{at}','s':'{size}'",
		"'style':'cursor','size':2,'next':{'at':'/next'},'may_lack':['next']");
	static const char long_header[] = LIST("'c':''", "'style':'link-header','size':2");
	static const char marker[] = LIST_ID("'m':'{marker}'",
		"'style':'marker','size':2,'marker':'/id','more':'/links/next','may_lack':['more']");
	static const char link[] =
		LIST("'x':'1'", "'style':'link','link':'/next','may_lack':['link']");
	static const char header[] = LIST("'c':''", "'style':'link-header'");
	static const struct sample samples[] = {
		{offset,
			GET("/r?o=0") OK("{'total':3,'records':[" REC("a") "," REC("b") "]}")
				GET("/r?o=2") OK("{'total':3,'records':[" REC("c") "]}"),
			LINE("a") LINE("b") LINE("c"), NULL, NULL, ZF_OK},
		{cursor,
			GET("/r") OK("{'next':'x y','records':[" REC("a") "]}") GET("/r?c=x%20y")
				OK("{'next':7,'records':[]}") GET("/r?c=7")
					OK("{'next':null,'records':[" REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{cursor,
			GET("/r") OK("{'next':'x','records':[" REC("a") "]}") GET("/r?c=x")
				OK("{'next':'y','records':[" REC("b") "]}") GET("/r?c=y")
					OK("{'next':'x','records':[" REC("c") "]}"),
			"!leads back", NULL, NULL, ZF_ERR_ANSWER},
		{several,
			GET("/r") OK("{'cut':true,'nn':'w','nt':'A','records':[" REC("a") "]}")
				GET("/r?n=w&t=A") OK("{'cut':false,'records':[" REC("w") "]}"),
			LINE("a") LINE("w"), NULL, NULL, ZF_OK},
		{several, GET("/r") OK("{'cut':false,'nn':'z','records':[" REC("w") "]}"),
			"!also that there is none", NULL, NULL, ZF_ERR_ANSWER},
		{several, GET("/r") OK("{'records':[" REC("w") "]}"), "!no \"/cut\"", NULL, NULL,
			ZF_ERR_ANSWER},
		{cursor, GET("/r") OK("{'records':[" REC("w") "]}"), "!no \"/next\"", NULL, NULL,
			ZF_ERR_ANSWER},
		{cursor, GET("/r") OK("{'next':true,'records':[" REC("w") "]}"), "!no text", NULL,
			NULL, ZF_ERR_ANSWER},
		/* A full page without a cursor: is it the last one, or was the cursor lost? */
		{sized,
			GET("/r?s=2") OK("{'records':[" REC("a") "," REC("b") "]}") GET("/r?s=1")
				OK("{'next':'x','records':[" REC("a") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{sized,
			GET("/r?s=2") OK("{'records':[" REC("a") "," REC("b") "]}") GET("/r?s=1")
				OK("{'records':[" REC("a") "]}"),
			"!full pages don't tell", NULL, NULL, ZF_ERR_ANSWER},
		{long_header, GET("/r?c=") OK("{'records':[" REC("a") "," REC("b") "]}"),
			"!a full page has no link", NULL, NULL, ZF_ERR_ANSWER},
		{header,
			GET("/r?c=") "< 200\n< link: <" URL
				     "/r?c=2; rel=next\n\n{'records':[" REC("a") "]}\n===\n",
			"!Link of the answer is malformed", NULL, NULL, ZF_ERR_ANSWER},
		{several, GET("/r") OK("{'cut':true,'records':[" REC("a") "]}"),
			"!not where they begin", NULL, NULL, ZF_ERR_ANSWER},
		{marker,
			GET("/r") OK("{'records':[{'id':1,'n':'a','t':'A','l':60,'v':'192.0.2.1'},"
				     "{'id':2,'n':'b','t':'A','l':60,'v':'192.0.2.1'}]}")
				GET("/r?m=2") OK("{'records':[]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		/* One element comes on both pages. */
		{marker,
			GET("/r") OK(
				"{'links':{'next':'x'},'records':[{'id':1,'n':'a','t':'A','l':60,"
				"'v':'192.0.2.1'}]}") GET("/r?m=1")
				OK("{'links':{},'records':["
				   "{'v':'192.0.2.1','id':1,'n':'a','t':'A','l':60},"
				   "{'id':2,'n':'b','t':'A','l':60,'v':'192.0.2.1'}]}")
					GET("/r?m=2") OK("{'records':[]}"),
			LINE("a") LINE("b"), "note: 1 records came twice", NULL, ZF_OK},
		{link,
			GET("/r?x=1") OK("{'next':'" URL "/r?y=2','records':[" REC("a") "]}")
				GET("/r?y=2") OK("{'next':'/r?y=3','records':[" REC("b") "]}")
					GET("/r?y=3") OK("{'records':[" REC("c") "]}"),
			LINE("a") LINE("b") LINE("c"), NULL, NULL, ZF_OK},
		{link, GET("/r?x=1") OK("{'next':'http://127.0.0.1:2/r','records':[" REC("a") "]}"),
			"!another host, port or scheme", NULL, NULL, ZF_ERR_ANSWER},
		{link,
			GET("/r?x=1")
				OK("{'next':'https://127.0.0.1:1/r','records':[" REC("a") "]}"),
			"!another host, port or scheme", NULL, NULL, ZF_ERR_ANSWER},
		{link, GET("/r?x=1") OK("{'next':'//evil.example/r','records':[" REC("a") "]}"),
			"!another host, port or scheme", NULL, NULL, ZF_ERR_ANSWER},
		{link, GET("/r?x=1") OK("{'next':'" URL "/r\\r\\nX: y','records':[" REC("a") "]}"),
			"!another host, port or scheme", NULL, NULL, ZF_ERR_ANSWER},
		{header,
			GET("/r?c=") "< 200\n< link: <" URL
				     "/r?c=2>; rel=\"next\"\n\n{'records':[" REC(
					     "a") "]}\n===\n" GET("/r?c=2")
					     OK("{'records':[" REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

/* A list that changes is read again, three times in all. */
static void changing_lists(void **state)
{
	static const char total[] =
		LIST_ID("'p':'{page}'", "'style':'page','size':1,'total':'/total'");
#define NUMBERED(id, owner) "{'id':" id ",'n':'" owner "','t':'A','l':60,'v':'192.0.2.1'}"
#define ONE_OF(total, id, owner) OK("{'total':" total ",'records':[" NUMBERED(id, owner) "]}")
#define ENDS_EARLY    \
	GET("/r?p=1") \
	ONE_OF("2", "1", "a") GET("/r?p=2") OK("{'total':2,'records':[]}")
	static const struct sample samples[] = {
		{total,
			GET("/r?p=1") ONE_OF("2", "1", "a") GET("/r?p=2") ONE_OF("3", "2", "b") GET(
				"/r?p=1") ONE_OF("2", "1", "a") GET("/r?p=2") ONE_OF("2", "2", "b"),
			LINE("a") LINE("b"), "reading it again", NULL, ZF_OK},
		{total,
			GET("/r?p=1") ONE_OF("2", "1", "a") GET("/r?p=2") ONE_OF("2", "1", "b") GET(
				"/r?p=1") ONE_OF("2", "1", "a") GET("/r?p=2") ONE_OF("2", "2", "b"),
			LINE("a") LINE("b"), "reading it again", NULL, ZF_OK},
		{total, ENDS_EARLY ENDS_EARLY ENDS_EARLY, "!number of elements is not what", NULL,
			NULL, ZF_ERR_ANSWER},
		{"{'records':{'count':'/count'}}",
			GET("/r") OK("{'count':2,'records':[" REC("a") "]}") GET("/r")
				OK("{'count':1,'records':[" REC("a") "]}"),
			LINE("a"), "reading it again", NULL, ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_numbers),
		cmocka_unit_test(other_pages),
		cmocka_unit_test(changing_lists),
	};
	return cmocka_run_group_tests_name("paging", tests, NULL, NULL);
}
