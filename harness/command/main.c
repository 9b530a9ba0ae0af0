#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include <windows.h>

#include "base/memory.h"
#include "base/wide.h"
#include "command/catalog_command.h"
#include "command/command.h"
#include "command/documents.h"
#include "command/list.h"

struct subcommand {
    const char *name;
    const char *usage; /* the words behind the name */
    const char *help;
    int (*run)(int argc, char **argv);
    void (*details)(void); /* prints more about the options; may be NULL */
    bool hidden;
};

static const struct subcommand subcommands[] = {
    {"run", "[options]", "run scenarios against providers, and report", command_run, command_run_help, false},
    {"resume", "DIR [--retry-incomplete]", "go on with a run that was cut short", command_resume, NULL, false},
    {"report", "DIR... [--out DIR] [--format LIST] [--baseline DIR] [--history DIR] [--proof FILE] [--quiet]",
     "all reports again, from the journals", command_report, NULL, false},
    {"compare", "OLD NEW [--json] [--html DIR]", "what changed between two runs; exit code 1 if anything got worse",
     command_compare, NULL, false},
    {"merge", "DIR... --out DIR [--partial] [--format LIST] [--baseline DIR] [--history DIR]", "shards into one run",
     command_merge, NULL, false},
    {"statement", "DIR [--out DIR]", "a run as a statement that others can verify", command_statement, NULL, false},
    {"verify", "DIR", "whether a statement is as it was made", command_verify, NULL, false},
    {"expect", "update FILE DIR", "bring a file of expectations up to date with a run", command_expect, NULL, false},
    {"list", "[--json] [--dll DLL]...", "print the catalog: every provider there is", command_list, NULL, false},
    {"catalog", "install DLL | uninstall DLL-or-GUID | dump", "change the catalog that outlives a run", command_catalog,
     NULL, false},
    {"lint", "[PATH...]", "check scenarios and requirements without running them", command_lint, NULL, false},
    {"explain", "ID", "a requirement or a scenario in words", command_explain, NULL, false},
    {"doctor", "", "what is missing or odd on this machine, and what to do about it", command_doctor, NULL, false},
    {"mutants", "[--fault GLOB] [--jobs N] [--timeout-scale X] [--markdown FILE] [--json FILE]",
     "show that the suite sees each of the faulty providers", command_mutants, NULL, false},
    {"worker", "", "used by wspcheck itself", command_worker, NULL, true},
};

#define SUBCOMMANDS (sizeof subcommands / sizeof subcommands[0])

static const struct subcommand *find(const char *name) {
    for (size_t i = 0; i < SUBCOMMANDS; i++) {
        if (strcmp(subcommands[i].name, name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

int command_fail(struct error *error) {
    static const int codes[] = {[STATUS_OK] = 0,      [STATUS_FAILED] = 1,     [STATUS_USAGE] = 2,
                                [STATUS_NOTHING] = 3, [STATUS_INCOMPLETE] = 4, [STATUS_BROKEN] = 5};
    int code = codes[error->status];
    if (error->message != NULL) {
        fprintf(stderr, "wspcheck: %s\n", error->message);
    }
    error_clear(error);
    return code;
}

static int print_help(void) {
    puts("wspcheck " WSPCHECK_VERSION ": conformance tests for Windows Sockets 2 transport service providers\n\n"
         "usage: wspcheck COMMAND ...\n");
    for (size_t i = 0; i < SUBCOMMANDS; i++) {
        if (!subcommands[i].hidden) {
            printf("  %-10s %s\n", subcommands[i].name, subcommands[i].help);
        }
    }
    puts("\n\"wspcheck help COMMAND\" says more. \"wspcheck run\" is where to begin.");
    return 0;
}

static int unknown(const char *name) {
    struct error error = {0};
    error_set(&error, STATUS_USAGE, "there is no command \"%s\"; \"wspcheck help\" names them all", name);
    return command_fail(&error);
}

static int print_help_about(const char *name) {
    const struct subcommand *subcommand = find(name);
    if (subcommand == NULL) {
        return unknown(name);
    }
    printf("usage: wspcheck %s %s\n\n%s\n", name, subcommand->usage, subcommand->help);
    if (subcommand->details != NULL) {
        puts("");
        subcommand->details();
    }
    return 0;
}

static bool asks_for_help(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

static int dispatch(int argc, char **argv) {
    const char *name = argc < 2 ? "help" : argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
        puts("wspcheck " WSPCHECK_VERSION);
        return 0;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return argc > 2 ? print_help_about(argv[2]) : print_help();
    }
    const struct subcommand *subcommand = find(name);
    if (subcommand == NULL) {
        return unknown(name);
    }
    return asks_for_help(argc - 1, argv + 1) ? print_help_about(name) : subcommand->run(argc - 1, argv + 1);
}

int wmain(int argc, wchar_t **wide);

/* The only place that ends the process. Arguments come as UTF-16 and are UTF-8 from here on. */
int wmain(int argc, wchar_t **wide) {
    char **argv = memory_zeroed((size_t)argc + 1, sizeof *argv);
    for (int i = 0; i < argc; i++) {
        argv[i] = wide_to_utf8(wide[i]);
    }
    UINT code_page = GetConsoleOutputCP();
    SetConsoleOutputCP(CP_UTF8);
    int code = dispatch(argc, argv);
    SetConsoleOutputCP(code_page);
    for (int i = 0; i < argc; i++) {
        free(argv[i]);
    }
    free(argv);
    return code;
}
