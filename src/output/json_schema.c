#include "json_schema.h"

/* Shared parts, then one definition a document. Members that a definition doesn't name may be added
 * later without a new version; those it requires stay. Quotes are printed for apostrophes. */
static const struct {
	const char *name, *text;
} definitions[] = {
	{"name", "{'type':'string','pattern':'[.]$',"
		 "'description':'domain name, absolute, with RFC 1035 escapes'}"},
	{"type", "{'type':'string','description':'mnemonic of the record type, or TYPEn'}"},
	{"ttl", "{'type':'integer','minimum':0,'maximum':4294967295,"
		"'description':'seconds'}"},
	{"rdata", "{'type':'string',"
		  "'description':'RDATA in canonical presentation form, names absolute'}"},
	{"meta", "{'type':'object','additionalProperties':{'type':'object'},"
		 "'description':'what providers keep beside a record, by provider'}"},
	{"count", "{'type':'integer','minimum':0}"},
	{"version", "{'const':1}"},
	{"diagnostic", "{'type':'object','required':['severity','code','text'],\n"
		       "'properties':{'severity':{'enum':['note','warning','error']},"
		       "'code':{'type':'string','description':'as in help check'},"
		       "'file':{'type':'string'},'line':{'type':'integer','minimum':1},"
		       "'column':{'type':'integer','minimum':1,'description':'in octets'},"
		       "'text':{'type':'string'},"
		       "'reads':{'type':'string','description':'the record that programs of "
		       "check --reader read there'},"
		       "'write':{'type':'string','description':'a line that they and all others "
		       "read alike'}}}"},

	{"export", "{'type':'object','description':'a zone: export -f json',\n"
		   "'required':['version','zone','records','provider_records',"
		   "'diagnostics'],\n"
		   "'properties':{'version':{'$ref':'#/$defs/version'},"
		   "'zone':{'$ref':'#/$defs/name'},\n"
		   "'records':{'type':'array','items':{'type':'object',"
		   "'required':['name','ttl','class','type','rdata'],\n"
		   "'properties':{'name':{'$ref':'#/$defs/name'},"
		   "'ttl':{'$ref':'#/$defs/ttl'},'class':{'const':'IN'},"
		   "'type':{'$ref':'#/$defs/type'},'rdata':{'$ref':'#/$defs/rdata'},"
		   "'meta':{'$ref':'#/$defs/meta'}}}},\n"
		   "'provider_records':{'type':'array','items':{'type':'object',"
		   "'required':['provider','data'],"
		   "'properties':{'provider':{'type':'string'},"
		   "'data':{'type':'object'}}}},\n"
		   "'diagnostics':{'type':'array',"
		   "'items':{'$ref':'#/$defs/diagnostic'}}}}"},

	{"change", "{'type':'object','required':['op'],'oneOf':[\n"
		   "{'description':'a record only in b, or only in a',"
		   "'required':['name','type','ttl','rdata'],"
		   "'properties':{'op':{'enum':['add','remove']},"
		   "'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		   "'ttl':{'$ref':'#/$defs/ttl'},'rdata':{'$ref':'#/$defs/rdata'},"
		   "'meta':{'$ref':'#/$defs/meta'}}},\n"
		   "{'description':'the TTL differs; old and new when the annotations do, too',"
		   "'required':['name','type','rdata','old_ttl','ttl'],"
		   "'properties':{'op':{'const':'ttl'},"
		   "'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		   "'rdata':{'$ref':'#/$defs/rdata'},'old_ttl':{'$ref':'#/$defs/ttl'},"
		   "'ttl':{'$ref':'#/$defs/ttl'},'old':{'$ref':'#/$defs/meta'},"
		   "'new':{'$ref':'#/$defs/meta'}}},\n"
		   "{'description':'only the annotations differ',"
		   "'required':['name','type','rdata','old','new'],"
		   "'properties':{'op':{'const':'meta'},"
		   "'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		   "'rdata':{'$ref':'#/$defs/rdata'},'old':{'$ref':'#/$defs/meta'},"
		   "'new':{'$ref':'#/$defs/meta'}}},\n"
		   "{'description':'a provider record, which is no DNS record',"
		   "'required':['provider','data'],"
		   "'properties':{'op':{'enum':['add','remove']},"
		   "'provider':{'type':'string'},'data':{'type':'object'}}}]}"},

	{"diff", "{'type':'object','description':'what changes from a to b: diff -f json',\n"
		 "'required':['version','a','b','zone','equal','changes','summary'],\n"
		 "'properties':{'version':{'$ref':'#/$defs/version'},"
		 "'a':{'type':'string'},'b':{'type':'string'},"
		 "'zone':{'$ref':'#/$defs/name'},'equal':{'type':'boolean'},\n"
		 "'changes':{'type':'array','items':{'$ref':'#/$defs/change'}},\n"
		 "'summary':{'type':'object',"
		 "'required':['added','removed','ttl','meta'],"
		 "'properties':{'added':{'$ref':'#/$defs/count'},"
		 "'removed':{'$ref':'#/$defs/count'},'ttl':{'$ref':'#/$defs/count'},"
		 "'meta':{'$ref':'#/$defs/count'},\n"
		 "'ignored':{'$ref':'#/$defs/count','description':"
		 "'records that differ and are left out'},\n"
		 "'looked_at':{'$ref':'#/$defs/count','description':"
		 "'RRsets, with --only or --name'},"
		 "'rrsets':{'$ref':'#/$defs/count','description':'and all of them'}}}}}"},

	{"indices", "{'type':'array','items':{'type':'integer','minimum':0},"
		    "'description':'places in locations'}"},

	{"compare",
		"{'type':'object','description':'who is the odd one: compare -f json',\n"
		"'required':['version','locations','equal','rrsets'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'zone':{'$ref':'#/$defs/name'},"
		"'locations':{'type':'array','items':{'type':'string'},"
		"'minItems':2,'maxItems':16},'equal':{'type':'boolean'},\n"
		"'rrsets':{'type':'array','items':{'type':'object',"
		"'required':['name','type','sets','odd'],\n"
		"'properties':{'name':{'$ref':'#/$defs/name'},"
		"'type':{'$ref':'#/$defs/type'},\n"
		"'sets':{'type':'array','description':'one a location; null: it has none',"
		"'items':{'oneOf':[{'type':'null'},{'type':'object',"
		"'required':['ttl','rdata'],'properties':{"
		"'ttl':{'$ref':'#/$defs/ttl'},"
		"'ttls':{'type':'array','items':{'$ref':'#/$defs/ttl'},"
		"'description':'one a record, where they differ; ttl is the lowest then'},"
		"'rdata':{'type':'array','items':{'$ref':'#/$defs/rdata'}}}}]}},\n"
		"'odd':{'$ref':'#/$defs/indices','description':'those that are not of the "
		"largest group of equal sets; all, when there is no majority; none: all agree'},\n"
		"'cannot_hold':{'$ref':'#/$defs/indices',"
		"'description':'those whose provider cannot hold the type; never odd'},\n"
		"'synthesised':{'$ref':'#/$defs/indices',"
		"'description':'those whose set was made up; never odd'},\n"
		"'not_compared':{'$ref':'#/$defs/indices','description':'those that serve what "
		"has no DNS form here: an alias, a redirect; never odd'}}}},\n"
		"'summary':{'type':'object','required':['different','not_compared','ignored'],"
		"'description':'how many RRsets','properties':{"
		"'different':{'$ref':'#/$defs/count'},'not_compared':{'$ref':'#/$defs/count'},"
		"'ignored':{'$ref':'#/$defs/count','description':'left out by --ignore'},\n"
		"'looked_at':{'$ref':'#/$defs/count','description':'with --only or --name'},"
		"'rrsets':{'$ref':'#/$defs/count','description':'and all of them'}}}}}"},

	{"check", "{'type':'object','description':'findings about zones: check -f json',\n"
		  "'required':['version','zones','summary'],\n"
		  "'properties':{'version':{'$ref':'#/$defs/version'},\n"
		  "'zones':{'type':'array','items':{'type':'object',"
		  "'required':['location','zone','diagnostics'],\n"
		  "'properties':{'location':{'type':'string'},"
		  "'zone':{'oneOf':[{'$ref':'#/$defs/name'},"
		  "{'type':'null','description':'it could not be read'}]},\n"
		  "'diagnostics':{'type':'array','items':{'$ref':'#/$defs/diagnostic'}}}}},\n"
		  "'summary':{'type':'object','required':['errors','warnings','notes'],"
		  "'properties':{'errors':{'$ref':'#/$defs/count'},"
		  "'warnings':{'$ref':'#/$defs/count'},'notes':{'$ref':'#/$defs/count'}}}}}"},

	{"verify",
		"{'type':'object','description':'what name servers say: verify -f json',\n"
		"'required':['version','source','zone','servers'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'source':{'type':'string'},'zone':{'$ref':'#/$defs/name'},\n"
		"'servers':{'type':'array','items':{'type':'object',"
		"'required':['server','state'],\n"
		"'properties':{'server':{'type':'string','description':'name and address'},"
		"'state':{'enum':['agrees','differs','partly','lame','silent']},\n"
		"'serial':{'type':'integer','minimum':0,'maximum':4294967295},"
		"'serial_is':{'enum':['same','older','newer','undefined'],"
		"'description':'than the zone has (RFC 1982)'},\n"
		"'asked':{'$ref':'#/$defs/count'},"
		"'missing':{'$ref':'#/$defs/count','description':'RRsets without answer'},\n"
		"'not_judged':{'$ref':'#/$defs/count','description':'names that are served without "
		"a record in the zone, and answered'},\n"
		"'not_served':{'$ref':'#/$defs/count','description':'such names without any "
		"answer'},\n"
		"'reason':{'type':'string'},"
		"'diff':{'$ref':'#/$defs/diff','description':'from the zone to the server'}}}}}}"},
	{"record", "{'type':'object','required':['ttl','rdata'],"
		   "'properties':{'ttl':{'$ref':'#/$defs/ttl'},'rdata':{'$ref':'#/$defs/rdata'},"
		   "'meta':{'$ref':'#/$defs/meta'}}}"},
	{"digest", "{'type':'string','pattern':'^sha256:[0-9a-f]{64}$'}"},

	{"operation", "{'type':'object','required':['op','step'],'oneOf':[\n"
		      "{'description':'records of one name and type',"
		      "'required':['name','type','before','after'],"
		      "'properties':{'op':{'$ref':'#/$defs/op'},'step':{'$ref':'#/$defs/count'},"
		      "'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		      "'before':{'type':'array','items':{'$ref':'#/$defs/record'}},"
		      "'after':{'type':'array','items':{'$ref':'#/$defs/record'}}}},\n"
		      "{'description':'a provider record, which is no DNS record',"
		      "'required':['provider','before','after'],"
		      "'properties':{'op':{'$ref':'#/$defs/op'},'step':{'$ref':'#/$defs/count'},"
		      "'provider':{'type':'string'},"
		      "'before':{'type':'array','items':{'type':'object'}},"
		      "'after':{'type':'array','items':{'type':'object'}}}}]}"},
	{"op", "{'enum':['create','update','delete']}"},

	{"finding", "{'type':'object','required':['verdict','rule','text'],\n"
		    "'properties':{'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		    "'ttl':{'$ref':'#/$defs/ttl'},'rdata':{'$ref':'#/$defs/rdata'},"
		    "'provider':{'type':'string'},'data':{'type':'object'},"
		    "'verdict':{'enum':['changed','does-not-fit','own'],"
		    "'description':'own: the target makes its own'},"
		    "'rule':{'type':'string'},'text':{'type':'string'},"
		    "'way_out':{'type':'string'}}}"},

	{"aside", "{'type':'object','required':['reason'],\n"
		  "'properties':{'name':{'$ref':'#/$defs/name'},'type':{'$ref':'#/$defs/type'},"
		  "'ttl':{'$ref':'#/$defs/ttl'},'rdata':{'$ref':'#/$defs/rdata'},"
		  "'provider':{'type':'string'},'data':{'type':'object'},"
		  "'in':{'enum':['source','target']},'reason':{'type':'string'}}}"},

	{"plan",
		"{'type':'object','description':'what would be written: sync -f json, --plan-out',\n"
		"'required':['version','source','target','zone','target_digest','operations',"
		"'not_carried','left_alone','findings','creates','updates','deletes','calls',"
		"'estimate_ms'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'source':{'type':'string'},'target':{'type':'string'},"
		"'options':{'type':'array','items':{'type':'string'}},"
		"'zone':{'$ref':'#/$defs/name'},"
		"'source_digest':{'$ref':'#/$defs/digest'},"
		"'target_digest':{'$ref':'#/$defs/digest'},\n"
		"'operations':{'type':'array','items':{'$ref':'#/$defs/operation'},"
		"'description':'those of one step may be done in any order, steps one by one'},\n"
		"'not_carried':{'type':'array','items':{'$ref':'#/$defs/aside'}},"
		"'left_alone':{'type':'array','items':{'$ref':'#/$defs/aside'}},"
		"'compare':{'type':'array','items':{'$ref':'#/$defs/compare'}},"
		"'findings':{'type':'array','items':{'$ref':'#/$defs/finding'}},\n"
		"'creates':{'$ref':'#/$defs/count'},'updates':{'$ref':'#/$defs/count'},"
		"'deletes':{'$ref':'#/$defs/count'},'calls':{'$ref':'#/$defs/count'},"
		"'estimate_ms':{'$ref':'#/$defs/count'},'remark':{'type':'string'}}}"},

	{"preflight",
		"{'type':'object','description':'what a target can hold: preflight -f json',\n"
		"'required':['version','source','target','zone','findings','fits','changed',"
		"'does_not_fit','own'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'source':{'type':'string'},'target':{'type':'string'},"
		"'zone':{'$ref':'#/$defs/name'},"
		"'findings':{'type':'array','items':{'$ref':'#/$defs/finding'}},\n"
		"'fits':{'$ref':'#/$defs/count'},'changed':{'$ref':'#/$defs/count'},"
		"'does_not_fit':{'$ref':'#/$defs/count'},'own':{'$ref':'#/$defs/count'},"
		"'calls':{'$ref':'#/$defs/count'},'estimate_ms':{'$ref':'#/$defs/count'}}}"},

	{"report",
		"{'type':'object','description':'what was done',\n"
		"'required':['version','run','command','target','zone','result','done','refused',"
		"'unknown','remaining','calls','seconds','interrupted','operations','differences',"
		"'left','says'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'run':{'$ref':'#/$defs/count','description':'0: nothing was begun'},"
		"'command':{'enum':['sync','apply','undo']},"
		"'source':{'type':'string'},'undoes':{'$ref':'#/$defs/count'},"
		"'target':{'type':'string'},'zone':{'$ref':'#/$defs/name'},\n"
		"'result':{'enum':['nothing','partly','applied']},"
		"'done':{'$ref':'#/$defs/count'},'refused':{'$ref':'#/$defs/count'},"
		"'unknown':{'$ref':'#/$defs/count'},'remaining':{'$ref':'#/$defs/count'},"
		"'calls':{'$ref':'#/$defs/count'},'seconds':{'type':'number','minimum':0},"
		"'interrupted':{'type':'boolean'},\n"
		"'error':{'type':'string','description':'why it stopped'},"
		"'not_finished':{'type':'string'},'not_verified':{'type':'string'},\n"
		"'operations':{'type':'array','items':{'type':'object',"
		"'required':['op','what','state'],"
		"'properties':{'op':{'enum':['create','update','delete']},"
		"'what':{'type':'string'},"
		"'state':{'enum':['remaining','done','refused','unknown']}}}},\n"
		"'differences':{'type':'array','items':{'type':'object',"
		"'required':['kind','what','wanted','found'],"
		"'properties':{'kind':{'enum':['stored-otherwise','not-confirmed',"
		"'changed-elsewhere']},'what':{'type':'string'},"
		"'wanted':{'$ref':'#/$defs/lines'},'found':{'$ref':'#/$defs/lines'}}}},\n"
		"'left':{'type':'array','description':'by undo, as it is','items':{'type':'object',"
		"'required':['what','why'],'properties':{'what':{'type':'string'},"
		"'why':{'type':'string'}}}},"
		"'says':{'$ref':'#/$defs/lines','description':'of the target'}}}"},

	{"text", "{'oneOf':[{'type':'string'},{'type':'null'}]}"},

	{"tally", "{'type':'object','additionalProperties':{'$ref':'#/$defs/count'}}"},

	{"stats", "{'type':'object','description':'what zones are made of: stats -f json',\n"
		  "'required':['version','zones','records','rrsets','provider_records','types',"
		  "'ttls','providers'],\n"
		  "'properties':{'version':{'$ref':'#/$defs/version'},"
		  "'zones':{'$ref':'#/$defs/count'},'records':{'$ref':'#/$defs/count'},"
		  "'rrsets':{'$ref':'#/$defs/count'},'provider_records':{'$ref':'#/$defs/count'},\n"
		  "'types':{'$ref':'#/$defs/tally'},'ttls':{'$ref':'#/$defs/tally'},"
		  "'providers':{'$ref':'#/$defs/tally','description':'annotations and provider "
		  "records'}}}"},

	{"zones",
		"{'type':'object','description':'the zones of an account: zones -f json',\n"
		"'required':['version','provider','zones'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'provider':{'type':'string','description':'as it was given'},\n"
		"'zones':{'type':'array','items':{'type':'object',"
		"'required':['name','id','skipped'],"
		"'properties':{'name':{'$ref':'#/$defs/name'},\n"
		"'id':{'$ref':'#/$defs/text','description':'what the provider calls it, if not by "
		"its name'},"
		"'skipped':{'$ref':'#/$defs/text','description':'why it cannot be read'}}}}}}"},

	{"providers",
		"{'type':'object','description':'what providers are like: providers -f json',\n"
		"'required':['version','providers'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'providers':{'type':'array','items':{'type':'object',"
		"'required':['name','title','description','documentation','writes','auth','paging',"
		"'views','notes'],\n"
		"'properties':{'name':{'type':'string'},'title':{'$ref':'#/$defs/text'},"
		"'description':{'type':'string','description':'the file'},"
		"'documentation':{'$ref':'#/$defs/text'},'writes':{'type':'boolean'},"
		"'write':{'type':'object','description':'how, if so',"
		"'required':['by','operations','transaction','provider_records','read_only',"
		"'unverified'],\n"
		"'properties':{'by':{'enum':['record','rrset']},"
		"'operations':{'type':'integer','description':'of one call at most'},"
		"'transaction':{'type':'boolean'},'provider_records':{'type':'boolean'},"
		"'read_only':{'type':'array','items':{'$ref':'#/$defs/type'}},"
		"'unverified':{'$ref':'#/$defs/lines'}}},\n"
		"'auth':{'type':'string'},'paging':{'type':'string'},\n"
		"'types':{'type':'array','items':{'$ref':'#/$defs/type'},"
		"'description':'that it can hold; none are known: any'},"
		"'own_types':{'$ref':'#/$defs/lines','description':'that are no DNS types'},"
		"'ttl_min':{'$ref':'#/$defs/ttl'},'ttl_max':{'$ref':'#/$defs/ttl'},\n"
		"'soa':{'$ref':'#/$defs/text'},'apex_ns':{'$ref':'#/$defs/text'},"
		"'views':{'type':'array','items':{'type':'object','required':['name','about'],"
		"'properties':{'name':{'type':'string'},'about':{'$ref':'#/$defs/text'}}}},"
		"'notes':{'$ref':'#/$defs/lines'},\n"
		"'url':{'$ref':'#/$defs/text','description':'of one that was named'},"
		"'settings':{'type':'array','description':'of one that was named',"
		"'items':{'type':'object','required':['name','about','optional','environment',"
		"'found'],\n"
		"'properties':{'name':{'type':'string'},'about':{'$ref':'#/$defs/text'},"
		"'optional':{'type':'boolean'},'environment':{'$ref':'#/$defs/lines'},"
		"'found':{'type':'boolean'},'from':{'type':'string'},"
		"'problem':{'type':'string'}}}}}}}}}"},

	{"lines", "{'type':'array','items':{'type':'string'}}"},

	{"applied", "{'type':'object','description':'sync --apply, apply and undo, -f json',\n"
		    "'required':['version','plan','report'],"
		    "'properties':{'version':{'$ref':'#/$defs/version'},"
		    "'plan':{'$ref':'#/$defs/plan'},'report':{'$ref':'#/$defs/report'}}}"},

	{"runs",
		"{'type':'object','description':'undo --list -f json','required':['version','runs'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'runs':{'type':'array','items':{'type':'object',"
		"'required':['run','time','command','target','zone','calls','result'],"
		"'properties':{'run':{'$ref':'#/$defs/count'},'time':{'type':'string'},"
		"'command':{'type':'string'},'target':{'type':'string'},"
		"'zone':{'$ref':'#/$defs/name'},'operations':{'$ref':'#/$defs/count'},"
		"'calls':{'$ref':'#/$defs/count'},"
		"'result':{'enum':['open','nothing','partly','applied'],"
		"'description':'open: it was cut short'}}}}}}"},

	{"time", "{'type':'string','pattern':'^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$'}"},

	{"sum", "{'type':'string','pattern':'^[0-9a-f]{16}$','description':'of what the line says: it "
		"shows damage'}"},

	{"backup",
		"{'type':'object','description':'zoneferry.json in a folder of backups, one zone a line',\n"
		"'required':['version','source','sum','zones'],\n"
		"'properties':{'version':{'$ref':'#/$defs/version'},"
		"'source':{'type':'string','description':'the account'},"
		"'sum':{'$ref':'#/$defs/sum'},\n"
		"'zones':{'type':'array','items':{'type':'object',"
		"'required':['zone','file','location','sum'],\n"
		"'properties':{'zone':{'$ref':'#/$defs/name'},"
		"'sum':{'$ref':'#/$defs/sum'},"
		"'file':{'type':'string','description':'in the same folder'},"
		"'location':{'type':'string','description':'what it is a copy of'},\n"
		"'digest':{'$ref':'#/$defs/digest','description':'of the zone (RFC 8976 canonical form)'},"
		"'octets':{'$ref':'#/$defs/digest','description':'SHA-256 of the file'},"
		"'size':{'$ref':'#/$defs/count','description':'of the file, in octets'},\n"
		"'records':{'$ref':'#/$defs/count','description':'with provider records, without what "
		"was synthesised'},"
		"'unread':{'$ref':'#/$defs/count','description':'of these, kept without being understood'},\n"
		"'read':{'$ref':'#/$defs/time','description':'when a good read last brought something new: "
		"the read of the octets that are there'},\n"
		"'error':{'type':'string','description':'why the last read was not good'},"
		"'error_time':{'$ref':'#/$defs/time','description':'since when'}}}}}}"},

	{"many", "{'type':'object','description':'many zones: diff, sync, verify of a "
		 "project, diff and compare of folders, review; -f json',\n"
		 "'required':['version','many','zones','summary'],\n"
		 "'properties':{'version':{'$ref':'#/$defs/version'},"
		 "'many':{'enum':['diff','compare','plan','verify','review']},\n"
		 "'base':{'type':'string','description':'commit, of a review'},"
		 "'head':{'type':'string'},\n"
		 "'zones':{'type':'array','items':{'type':'object','required':['name','state'],\n"
		 "'properties':{'name':{'type':'string','description':'of the zone, without its "
		 "final dot; or of a file that is none'},"
		 "'from':{'type':'string'},'to':{'type':'string'},"
		 "'state':{'enum':['same','different','only-a','only-b',"
		 "'renamed','applied','refused','partly','failed']},\n"
		 "'why':{'type':'string'},"
		 "'diff':{'type':'array','items':{'$ref':'#/$defs/diff'}},"
		 "'findings':{'type':'array','items':{'$ref':'#/$defs/diagnostic'}},"
		 "'plan':{'type':'array','items':{'$ref':'#/$defs/plan'}},\n"
		 "'applied':{'type':'array','items':{'$ref':'#/$defs/applied'}},"
		 "'verify':{'type':'array','items':{'$ref':'#/$defs/verify'}}}}},\n"
		 "'summary':{'type':'object','required':['zones'],"
		 "'additionalProperties':{'$ref':'#/$defs/count'},"
		 "'description':'how many of each state'}}}"},
};

static const char *const documents[] = {"many", "backup", "export", "diff", "compare", "check",
	"verify", "plan", "preflight", "applied", "runs", "zones", "providers", "stats"};

void json_schema_print(struct buf *b)
{
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, "{'$schema':'https://json-schema.org/draft/2020-12/schema',\n"
			"'title':'JSON documents of zoneferry, version 1',\n'oneOf':[");
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		buf_printf(&text, "%s{'$ref':'#/$defs/%s'}", i > 0 ? "," : "", documents[i]);
	buf_adds(&text, "],\n'$defs':{");
	for (size_t i = 0; i < sizeof(definitions) / sizeof(definitions[0]); i++)
		buf_printf(&text, "%s\n'%s':%s", i > 0 ? "," : "", definitions[i].name,
			definitions[i].text);
	buf_adds(&text, "}}\n");
	for (size_t i = 0; i < text.len; i++)
		buf_addc(b, text.data[i] == '\'' ? '"' : text.data[i]);
	buf_free(&text);
}
