/*
 * A worker that misbehaves on command. It speaks the protocol of run/protocol.h; what it does with a scenario is the
 * scenario's id, what it does when it begins and ends is "fake" in its setup.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "run/box.h"
#include "run/protocol.h"

static HANDLE commands, records;
static struct box box;
static long long bytes_sent;
static char fake[64];
static int provider, worker, results;
static char scenario[128];
static int round_number;

static void send_bytes(const char *bytes, size_t length) {
    while (length != 0) {
        DWORD sent = 0;
        if (!WriteFile(records, bytes, (DWORD)length, &sent, NULL)) {
            TerminateProcess(GetCurrentProcess(), 98);
        }
        bytes += sent;
        length -= sent;
        bytes_sent += sent;
    }
}

static void send_text(const char *format, ...) PRINTF_LIKE(1, 2);

static void send_text(const char *format, ...) {
    struct text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_format_list(&text, format, arguments);
    va_end(arguments);
    text_append_char(&text, '\n');
    send_bytes(text.string, text.length);
    text_free(&text);
}

/* A record about the scenario in hand. */
static void send_record(const char *name, const char *members) {
    send_text("{\"record\":\"%s\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"worker\":%d%s%s}", name, provider,
              scenario, round_number, worker, *members == '\0' ? "" : ",", members);
}

static void send_result(const char *members) {
    send_record("result", members);
    results++;
}

static void send_check(const char *verdict) {
    char *members = text_make("\"requirement\":\"FAKE-01\",\"verdict\":\"%s\"", verdict);
    send_record("check", members);
    free(members);
}

static void pass(void) {
    send_check("pass");
    send_result("\"verdict\":\"pass\",\"reason\":\"\",\"duration_us\":5,\"asserts\":1");
}

static void send_end(int claimed) { send_text("{\"record\":\"end\",\"worker\":%d,\"results\":%d}", worker, claimed); }

static void die(UINT code) { TerminateProcess(GetCurrentProcess(), code); }

static void hang(void) { WaitForSingleObject(GetCurrentProcess(), INFINITE); }

static void pass_slowly(void) {
    struct text text = {0};
    text_format(&text,
                "{\"record\":\"check\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"requirement\":\"FAKE-01\","
                "\"verdict\":\"pass\"}\n",
                provider, scenario, round_number);
    for (size_t i = 0; i < text.length; i++) {
        send_bytes(text.string + i, 1);
    }
    text_free(&text);
    send_result("\"verdict\":\"pass\"");
}

static void flood(void) {
    send_record("note", "\"text\":\"hanging\"");
    for (;;) {
        send_record("note", "\"text\":\"still busy\"");
    }
}

/* Busy without end, and without saying that it hangs. */
static void chatter(void) {
    for (;;) {
        send_record("note", "\"text\":\"busy\"");
    }
}

static void print_without_end(void) {
    for (;;) {
        puts("The quick brown fox jumps over the lazy dog, again and again and again and again.");
    }
}

static void send_overlong(void) {
    struct text text = {0};
    while (text.length < ((size_t)2 << 20)) {
        text_append(&text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    }
    text_append_char(&text, '\n');
    send_bytes(text.string, text.length);
    text_free(&text);
}

/* Leaves behind a process that has our end of the pipe. */
static void leave_grandchild(void) {
    wchar_t program[MAX_PATH];
    GetModuleFileNameW(NULL, program, MAX_PATH);
    wchar_t line[] = L"grandchild --hang";
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION made;
    if (CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &made)) {
        pass();
        die(7);
    }
}

static void exit_with_code(const char *code) { ExitProcess((UINT)strtoul(code, NULL, 0)); }

static void terminate_with_code(const char *code) { die((UINT)strtoul(code, NULL, 0)); }

static void crash_with_report(void) {
    send_record("enter", "\"call\":1,\"function\":\"WSPListen\",\"arguments\":\"listener, 5\"");
    send_record("result", "\"verdict\":\"crash\",\"exception\":\"0xC0000005 access violation writing 0x10\","
                          "\"last_call\":\"WSPListen(listener, 5)\"");
    die(0xC0000005);
}

static void die_in_call(void) {
    send_record("enter", "\"call\":1,\"function\":\"WSPBind\",\"arguments\":\"listener\"");
    send_record("leave", "\"call\":1,\"result\":\"0\"");
    send_record("enter", "\"call\":2,\"function\":\"WSPAccept\",\"arguments\":\"listener\",\"actor\":\"listener\"");
    die(0xC0000409);
}

static void access_violation(void) {
    volatile int *nowhere = NULL;
    *nowhere = 1;
}

static void hang_noticed(void) {
    send_record("enter", "\"call\":1,\"function\":\"WSPAccept\",\"arguments\":\"listener\"");
    send_record("note", "\"text\":\"hanging\"");
    hang();
}

/* Two records in the box; the first one, which says that the worker hangs, may have been sent. */
static void keep(bool first_is_sent) {
    struct text text = {0};
    text_format(&text, "{\"record\":\"note\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"text\":\"hanging\"}\n",
                provider, scenario, round_number);
    size_t first = text.length;
    text_format(&text,
                "{\"record\":\"enter\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"call\":1,"
                "\"function\":\"WSPAccept\",\"arguments\":\"listener\"}\n",
                provider, scenario, round_number);
    box.start = bytes_sent;
    box_empty(&box);
    box_put(&box, text.string, text.length);
    send_bytes(text.string, first_is_sent ? first : 0);
    text_free(&text);
}

static void keep_and_die(void) {
    keep(false);
    die(0xC0000005);
}

static void keep_and_hang(void) {
    keep(true);
    hang();
}

static void two_results(void) {
    pass();
    send_result("\"verdict\":\"fail\"");
    results--;
}

static void late_check(void) {
    pass();
    send_check("pass");
}

static void half_a_line(void) {
    send_bytes("{\"record\":\"check\",\"prov", 23);
    die(0xC0000005);
}

static void with_nul(void) {
    send_bytes("{\"record\":\"note\"}\0\n", 19);
    pass();
}

/* A byte that no journal may hold, where a JSON parser might pass over it. */
static void with_nul_inside(void) {
    struct text text = {0};
    text_format(&text, "{\"record\":\"note\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"text\":\"a", provider,
                scenario, round_number);
    text_append_bytes(&text, "\0b\"}\n", 5);
    send_bytes(text.string, text.length);
    text_free(&text);
    pass();
}

static void ramble(void) {
    struct text text = {0};
    text_append(&text, "\"verdict\":\"fail\",\"reason\":\"");
    while (text.length < 1000000) {
        text_append(&text, "\xC3\xA4\\u0001");
    }
    text_append(&text, "\"");
    send_check("fail");
    send_result(text.string);
    text_free(&text);
}

/* Says twice that it needs time, which makes the clock go on, and then comes to its end. */
static void ponder(void) {
    send_record("note", "\"text\":\"pondering\"");
    send_record("note", "\"text\":\"pondering\"");
    pass();
}

static void with_text(const char *text) {
    send_text("%s", text);
    pass();
}

static void foreign_record(const char *id, int of_provider, int of_round) {
    send_text("{\"record\":\"result\",\"provider\":%d,\"scenario\":\"%s\",\"round\":%d,\"verdict\":\"pass\"}",
              of_provider, id, of_round);
    pass();
}

static void result_then_death(void) {
    pass();
    die(0xC0000005);
}

static void spent(void) {
    send_result("\"verdict\":\"timeout\",\"reason\":\"WSPAccept did not return\",\"spent\":true");
    send_end(results);
    die(WORKER_SPENT);
}

static void result_and_hang(void) {
    pass();
    send_record("note", "\"text\":\"late\"");
}

static void fail(void) {
    send_check("fail");
    send_result("\"verdict\":\"fail\",\"reason\":\"no\",\"asserts\":1");
}

static void miscount(void) {
    send_check("pass");
    send_result("\"verdict\":\"pass\",\"asserts\":2");
}

static void foreign_scenario(void) { foreign_record("fake.other", provider, round_number); }
static void foreign_provider(void) { foreign_record(scenario, provider + 1, round_number); }
static void foreign_round(void) { foreign_record(scenario, provider, round_number + 1); }
static void garbage(void) { with_text("this is no record"); }
static void bad_utf8(void) { with_text("{\"record\":\"note\",\"text\":\"\xC3\x28\"}"); }
static void unknown_record(void) { with_text("{\"record\":\"surprise\"}"); }
static void bare_array(void) { with_text("[1,2]"); }
static void out_of_turn(void) { with_text("{\"record\":\"end\",\"results\":0}"); }
static void claims_notrun(void) {
    send_result("\"verdict\":\"notrun\"");
    hang();
}

static void overlong(void) {
    send_overlong();
    pass();
}

static void print(void) {
    puts("{\"record\":\"result\",\"verdict\":\"fail\"}");
    fflush(stdout);
    pass();
}

static void environment(void) {
    const char *handle = getenv("WSPCHECK_FAKE");
    send_check(handle == NULL ? "pass" : "fail");
    send_result("\"verdict\":\"pass\"");
}

static const struct {
    const char *id;
    void (*act)(void);
} acts[] = {
    {"fake.pass", pass},
    {"fake.fail", fail},
    {"fake.access-violation", access_violation},
    {"fake.abort", abort},
    {"fake.crash-with-report", crash_with_report},
    {"fake.die-in-call", die_in_call},
    {"fake.hang", hang_noticed},
    {"fake.keeps-and-dies", keep_and_die},
    {"fake.keeps-and-hangs", keep_and_hang},
    {"fake.flood", flood},
    {"fake.rambles", ramble},
    {"fake.ponders", ponder},
    {"fake.chatter", chatter},
    {"fake.prints-without-end", print_without_end},
    {"fake.two-results", two_results},
    {"fake.late-check", late_check},
    {"fake.late-note", result_and_hang},
    {"fake.half-a-line", half_a_line},
    {"fake.nul", with_nul},
    {"fake.nul-inside", with_nul_inside},
    {"fake.bad-utf8", bad_utf8},
    {"fake.garbage", garbage},
    {"fake.array", bare_array},
    {"fake.unknown-record", unknown_record},
    {"fake.out-of-turn", out_of_turn},
    {"fake.overlong", overlong},
    {"fake.foreign-scenario", foreign_scenario},
    {"fake.foreign-provider", foreign_provider},
    {"fake.foreign-round", foreign_round},
    {"fake.claims-notrun", claims_notrun},
    {"fake.miscount", miscount},
    {"fake.slowly", pass_slowly},
    {"fake.prints", print},
    {"fake.environment", environment},
    {"fake.result-then-death", result_then_death},
    {"fake.grandchild", leave_grandchild},
    {"fake.spent", spent},
};

static void act(void) {
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        if (strcmp(acts[i].id, scenario) == 0) {
            acts[i].act();
            return;
        }
    }
    if (strncmp(scenario, "fake.exit-", 10) == 0) {
        exit_with_code(scenario + 10);
    } else if (strncmp(scenario, "fake.terminate-", 15) == 0) {
        terminate_with_code(scenario + 15);
    } else {
        pass();
    }
}

/* One command, for cJSON_Delete; NULL at the end of them. */
static cJSON *next_command(void) {
    struct text text = {0};
    char byte;
    DWORD got;
    while (ReadFile(commands, &byte, 1, &got, NULL) && got == 1 && byte != '\n') {
        text_append_char(&text, byte);
    }
    cJSON *command = cJSON_Parse(text_string(&text));
    text_free(&text);
    return command;
}

static const char *string_of(const cJSON *command, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(command, key));
    return string == NULL ? "" : string;
}

static int number_of(const cJSON *command, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(command, key)->valueint;
}

static void begin(const cJSON *command) {
    snprintf(fake, sizeof fake, "%s", string_of(command, "fake"));
    provider = number_of(command, "provider");
    worker = number_of(command, "worker");
    if (strcmp(fake, "begin-crash") == 0) {
        die(0xC0000005);
    }
    if (strcmp(fake, "begin-hang") == 0) {
        hang();
    }
    if (strcmp(fake, "begin-exit") == 0) {
        die(0);
    }
    if (strcmp(fake, "begin-unfit") == 0) {
        send_text("{\"record\":\"failed\",\"reason\":\"there is no WSPStartup\"}");
        exit(0);
    }
    if (strcmp(fake, "begin-reported-crash") == 0) {
        send_text("{\"record\":\"failed\",\"reason\":\"access violation in WSPStartup\"}");
        die(0xC0000005);
    }
    const cJSON *traits = cJSON_GetObjectItemCaseSensitive(command, "traits");
    if (traits == NULL) {
        send_text("{\"record\":\"traits\",\"provider\":%d,\"traits\":{\"probed_by\":%d}}", provider, worker);
    }
    if (strcmp(fake, "second-crash") == 0 && traits != NULL) {
        die(0xC0000005);
    }
    bool lets_in = strcmp(fake, "begin-inapplicable") == 0 && traits == NULL;
    send_text("{\"record\":\"ready\"%s}", lets_in ? ",\"inapplicable\":[\"fake.a\",7,\"fake.unknown\"]" : "");
}

static void run(const cJSON *command) {
    if (strcmp(fake, "run-crash") == 0 && results == 1) {
        die(0xC0000374);
    }
    snprintf(scenario, sizeof scenario, "%s", string_of(command, "scenario"));
    round_number = number_of(command, "round");
    send_record("start", "");
    cJSON *go = next_command();
    if (strcmp(string_of(go, "command"), COMMAND_GO) != 0) {
        die(97);
    }
    cJSON_Delete(go);
    act();
}

static void quit(void) {
    if (strcmp(fake, "quit-ignored") == 0) {
        hang();
    }
    if (strcmp(fake, "quit-silently") == 0) {
        exit(0);
    }
    if (strcmp(fake, "quit-unclean") == 0 || strcmp(fake, "quit-unclean-and-hung") == 0) {
        bool hung = strcmp(fake, "quit-unclean") != 0;
        send_text("{\"record\":\"end\",\"worker\":%d,\"results\":%d,\"complaint\":\"WSPCleanup %s\",\"hung\":%s}",
                  worker, results, hung ? "did not return" : "failed", hung ? "true" : "false");
        die(hung ? WORKER_SPENT : 0);
    }
    send_end(strcmp(fake, "quit-miscount") == 0 ? results + 1 : results);
    if (strcmp(fake, "quit-then-hang") == 0) {
        hang();
    }
    if (strcmp(fake, "quit-then-crash") == 0) {
        die(0xC0000005);
    }
    if (strcmp(fake, "quit-then-77") == 0) {
        die(77);
    }
}

static void find_channel(int count, char **arguments) {
    for (int i = 1; i + 3 < count; i++) {
        if (strcmp(arguments[i], "--channel") == 0) {
            commands = (HANDLE)(uintptr_t)strtoull(arguments[i + 1], NULL, 10);
            records = (HANDLE)(uintptr_t)strtoull(arguments[i + 2], NULL, 10);
            box_map(&box, (HANDLE)(uintptr_t)strtoull(arguments[i + 3], NULL, 10));
        }
    }
}

int main(int count, char **arguments) {
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    if (count == 2 && strcmp(arguments[1], "--hang") == 0) {
        hang();
    }
    find_channel(count, arguments);
    cJSON *command;
    while ((command = next_command()) != NULL) {
        const char *word = string_of(command, "command");
        if (strcmp(word, COMMAND_BEGIN) == 0) {
            begin(command);
        } else if (strcmp(word, COMMAND_RUN) == 0) {
            run(command);
        } else {
            cJSON_Delete(command);
            break;
        }
        cJSON_Delete(command);
    }
    quit();
    return 0;
}
