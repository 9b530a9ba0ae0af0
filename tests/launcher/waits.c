/* waits.exe WORD...: writes what it was given and where its outputs lead, then waits to be interrupted. The exit code
 * is 4 when it was, and 5 when nobody came; `waits.exe at-once` does not wait. */
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE interrupted;

static BOOL WINAPI interrupt(DWORD event) {
    printf("event %lu\n", event);
    fflush(stdout);
    SetEvent(interrupted);
    return TRUE;
}

int main(int argc, char **argv) {
    const DWORD limit_ms = 60000;
    interrupted = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(interrupt, TRUE);
    for (int i = 1; i < argc; i++) {
        printf("word %s\n", argv[i]);
    }
    printf("input %lu, output %lu, columns %s\n", GetFileType(GetStdHandle(STD_INPUT_HANDLE)),
           GetFileType(GetStdHandle(STD_OUTPUT_HANDLE)), getenv("WSPCHECK_TERMINAL"));
    fprintf(stderr, "told on standard error\n");
    puts("ready");
    fflush(stdout);
    if (argc > 1 && strcmp(argv[1], "at-once") == 0) {
        return 3;
    }
    return WaitForSingleObject(interrupted, limit_ms) == WAIT_OBJECT_0 ? 4 : 5;
}
