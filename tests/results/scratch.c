#include "scratch.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "results/files.h"

static void empty(const char *folder) {
    struct file_names names = {0};
    if (files_list(folder, &names, NULL) != STATUS_OK) {
        return;
    }
    for (size_t i = 0; i < names.count; i++) {
        char *path = files_join(folder, names.names[i]);
        if (files_is_folder(path)) {
            empty(path);
            files_remove_folder(path, NULL);
        } else {
            files_remove(path, NULL);
        }
        free(path);
    }
    file_names_free(&names);
}

char *scratch_folder(const char *name) {
    char *path = text_make("scratch/%s", name);
    struct error error = {0};
    empty(path);
    if (files_make_folder(path, &error) != STATUS_OK) {
        error_clear(&error);
    }
    return path;
}

void scratch_line(struct text *journal, const char *format, ...) {
    struct text quoted = {0};
    va_list arguments;
    for (const char *at = format; *at != '\0'; at++) {
        text_append_char(&quoted, *at == '\'' ? '"' : *at);
    }
    va_start(arguments, format);
    text_format_list(journal, quoted.string, arguments);
    va_end(arguments);
    text_append_char(journal, '\n');
    text_free(&quoted);
}

struct results *scratch_load(const char *name, const struct text *journal, struct error *error) {
    struct results *results = NULL;
    char *folder = scratch_folder(name);
    char *path = files_join(folder, "journal.jsonl");
    if (files_write(path, text_string(journal), journal->length, error) == STATUS_OK) {
        results_load(&results, folder, error);
    }
    free(path);
    free(folder);
    return results;
}

void scratch_header(struct text *journal, unsigned rounds, const char *extra) {
    scratch_line(journal,
                 "{'record':'header',%s'schema':'wspcheck-journal/1','tool':{'version':'1.2','suite_version':'3.4'},"
                 "'host':{'os':'Testing 1','wine':'8.0','arch':'x86_64'},'started':'2024-02-29T12:00:00Z','options':{},"
                 "'rounds':%u,'seed':7,'providers':[{'index':0,'name':'P','guid':'{0}','catalog_id':1001}],"
                 "'scenarios':[{'id':'s.one','title':'One','file':'s/one.lua','line':3,'verifies':['REQ-01']},"
                 "{'id':'s.two','title':'Two','file':'s/two.lua','line':4,'verifies':['REQ-01']},"
                 "{'id':'s.three','title':'Three','file':'s/three.lua','line':5,'verifies':['REQ-02']}],"
                 "'requirements':[{'id':'REQ-01','title':'First','statement':'It holds.','level':'must','source':'A'},"
                 "{'id':'REQ-02','title':'Second','statement':'It should hold.','level':'should','source':'B'}]}",
                 extra, rounds);
}

void scratch_scenario(struct text *journal, const char *id, unsigned worker, const char *check, const char *verdict) {
    scratch_line(journal, "{'record':'start','provider':0,'scenario':'%s','round':1,'worker':%u,'at_us':10}", id,
                 worker);
    scratch_line(journal,
                 "{'record':'check','provider':0,'scenario':'%s','round':1,'requirement':'REQ-01','verdict':'%s',"
                 "'expected':'yes','observed':'maybe','file':'s/x.lua','line':9,'at_us':20}",
                 id, check);
    scratch_line(journal,
                 "{'record':'result','provider':0,'scenario':'%s','round':1,'worker':%u,'verdict':'%s','reason':'',"
                 "'duration_us':30}",
                 id, worker, verdict);
}
