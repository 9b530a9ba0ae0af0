#include "messages.h"

#include <stdbool.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"
#include "host.h"
#include "sockets.h"

#define FIRST_NUMBER (WM_USER + 1)
#define LAST_NUMBER 0xBFFF
#define MOST_THREADS 10 /* tried until one has a window */

struct registration {
    unsigned int number; /* the private message that the host posts */
    HWND window;         /* the client's */
    unsigned int message;
    unsigned int sockets;   /* that use it */
    unsigned int accepting; /* calls that may yet make such a socket */
    struct registration *next;
};

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE forwarded = CONDITION_VARIABLE_INIT;
static unsigned int forwarding; /* the number whose notice is being posted just now, */
static DWORD forwarding_thread; /* and where */
static struct registration *registrations;
static unsigned int next_number = FIRST_NUMBER;
static HANDLE pump_thread;
static DWORD pump_thread_id;
static HWND pump_window;

static const wchar_t window_class[] = L"wsphost notices";

static struct registration **find(unsigned int number) {
    struct registration **link = &registrations;
    while (*link != NULL && (*link)->number != number) {
        link = &(*link)->next;
    }
    return link;
}

static void drop_if_unused(struct registration **link) {
    struct registration *registration = *link;
    if (registration->sockets == 0 && registration->accepting == 0) {
        *link = registration->next;
        free(registration);
    }
}

/* Called with the lock held: the thread may be in the middle of a post for a registration that was just ended. */
static void wait_for_post(unsigned int number) {
    while (number != 0 && forwarding == number && forwarding_thread != GetCurrentThreadId()) {
        SleepConditionVariableSRW(&forwarded, &lock, INFINITE, 0);
    }
}

/* Whether a notice is still wanted, and for which descriptor. One for a socket that nobody was given yet can only come
 * from a socket that is being accepted; one from a socket that is registered elsewhere by now, or closed, is out of
 * date. Called with the lock held. */
static bool is_wanted(const struct registration *registration, SOCKET host, SOCKET *given) {
    unsigned int current = 0;
    *given = host;
    if (registration == NULL) {
        return false;
    }
    return sockets_behind(host, given, &current) ? current == registration->number : registration->accepting != 0;
}

static void forward(unsigned int number, SOCKET host, LPARAM event_and_error) {
    SOCKET given;
    AcquireSRWLockExclusive(&lock);
    const struct registration *registration = *find(number);
    if (is_wanted(registration, host, &given)) {
        HWND window = registration->window;
        unsigned int message = registration->message;
        forwarding = number;
        forwarding_thread = GetCurrentThreadId();
        ReleaseSRWLockExclusive(&lock);
        host_post_message(window, message, (WPARAM)given, event_and_error);
        AcquireSRWLockExclusive(&lock);
        forwarding = 0;
        WakeAllConditionVariable(&forwarded);
    }
    ReleaseSRWLockExclusive(&lock);
}

static LRESULT CALLBACK window_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (message >= FIRST_NUMBER && message <= LAST_NUMBER) {
        forward(message, (SOCKET)wparam, lparam);
        return 0;
    }
    if (message == WM_CLOSE) {
        DestroyWindow(window);
        PostQuitMessage(0);
        return 0;
    }
    return DefWindowProcW(window, message, wparam, lparam);
}

static DWORD WINAPI pump(void *ready) {
    WNDCLASSW class = {.lpfnWndProc = window_procedure, .hInstance = host_module(), .lpszClassName = window_class};
    RegisterClassW(&class);
    pump_window = CreateWindowExW(0, window_class, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, host_module(), NULL);
    bool made = pump_window != NULL;
    SetEvent(ready);
    MSG message;
    while (made && GetMessageW(&message, NULL, 0, 0) > 0) {
        DispatchMessageW(&message);
    }
    UnregisterClassW(window_class, host_module());
    return 0;
}

/* Starts a thread and waits until it has its window; false when it got none and has ended. */
static bool start_thread(void) {
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (ready == NULL) {
        return false;
    }
    pump_thread = CreateThread(NULL, 0, pump, ready, 0, &pump_thread_id);
    if (pump_thread != NULL) {
        WaitForSingleObject(ready, INFINITE);
        if (pump_window == NULL) {
            WaitForSingleObject(pump_thread, INFINITE);
            CloseHandle(pump_thread);
            pump_thread = NULL;
        }
    }
    CloseHandle(ready);
    return pump_window != NULL;
}

/* Called with the lock held. Wine 8 refuses windows for its whole life to a thread that first asks while another
 * process is just making the desktop, and gives one to the next thread. */
static bool start_pump(void) {
    bool started = pump_window != NULL;
    for (int attempt = 0; !started && attempt < MOST_THREADS; attempt++) {
        started = start_thread();
    }
    return started;
}

/* Called with the lock held. Numbers go round, so that a late message of an ended registration meets no new one. */
static struct registration *add_registration(HWND window, unsigned int message) {
    unsigned int number = next_number;
    while (*find(number) != NULL) {
        number = number == LAST_NUMBER ? FIRST_NUMBER : number + 1;
        if (number == next_number) {
            return NULL;
        }
    }
    next_number = number == LAST_NUMBER ? FIRST_NUMBER : number + 1;
    struct registration *registration = memory_zeroed(1, sizeof *registration);
    registration->number = number;
    registration->window = window;
    registration->message = message;
    registration->next = registrations;
    registrations = registration;
    return registration;
}

static void retain(unsigned int number) {
    struct registration *registration = *find(number);
    if (registration != NULL) {
        registration->sockets++;
    }
}

static void release(unsigned int number) {
    struct registration **link = find(number);
    if (*link != NULL) {
        (*link)->sockets--;
        drop_if_unused(link);
    }
    wait_for_post(number);
}

/* Called with the lock held, after the host took the registration. */
static void replace_number(SOCKET given, unsigned int number) {
    unsigned int previous = 0;
    if (sockets_set_message(given, number, &previous)) {
        retain(number);
        release(previous);
    }
}

static int register_window(SOCKET given, HWND window, unsigned int message, long events, int *error) {
    struct registration *registration = start_pump() ? add_registration(window, message) : NULL;
    if (registration == NULL) {
        *error = WSAENOBUFS;
        return SOCKET_ERROR;
    }
    unsigned int number = registration->number;
    int result = host_result(WSAAsyncSelect(sockets_host(given), pump_window, number, events), error);
    if (result == 0) {
        replace_number(given, number);
    }
    drop_if_unused(find(number));
    return result;
}

int messages_select(SOCKET given, HWND window, unsigned int message, long events, int *error) {
    int result;
    AcquireSRWLockExclusive(&lock);
    if (events != 0) {
        result = register_window(given, window, message, events, error);
    } else {
        result = host_result(WSAAsyncSelect(sockets_host(given), window, message, 0), error);
        if (result == 0) {
            replace_number(given, 0);
        }
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

int messages_select_event(SOCKET given, WSAEVENT event, long events, int *error) {
    AcquireSRWLockExclusive(&lock);
    int result = host_result(WSAEventSelect(sockets_host(given), event, events), error);
    if (result == 0) {
        replace_number(given, 0);
    }
    ReleaseSRWLockExclusive(&lock);
    return result;
}

unsigned int messages_begin_accept(SOCKET listener) {
    AcquireSRWLockExclusive(&lock);
    unsigned int number = sockets_message(listener);
    struct registration *registration = *find(number);
    if (registration != NULL) {
        registration->accepting++;
    }
    ReleaseSRWLockExclusive(&lock);
    return registration == NULL ? 0 : number;
}

void messages_end_accept(unsigned int number) {
    AcquireSRWLockExclusive(&lock);
    struct registration **link = find(number);
    if (*link != NULL) {
        (*link)->accepting--;
        drop_if_unused(link);
    }
    ReleaseSRWLockExclusive(&lock);
}

void messages_retain(unsigned int number) {
    AcquireSRWLockExclusive(&lock);
    retain(number);
    ReleaseSRWLockExclusive(&lock);
}

void messages_release(unsigned int number) {
    AcquireSRWLockExclusive(&lock);
    release(number);
    ReleaseSRWLockExclusive(&lock);
}

void messages_stop(void) {
    AcquireSRWLockExclusive(&lock);
    while (registrations != NULL) {
        struct registration *registration = registrations;
        registrations = registration->next;
        free(registration);
    }
    HANDLE thread = pump_thread;
    bool own = GetCurrentThreadId() == pump_thread_id;
    if (pump_window != NULL) {
        PostMessageW(pump_window, WM_CLOSE, 0, 0);
    }
    pump_window = NULL;
    pump_thread = NULL;
    pump_thread_id = 0;
    ReleaseSRWLockExclusive(&lock);
    if (thread != NULL) {
        /* A cleanup from inside WPUPostMessage runs on the thread itself, which then ends after it. */
        if (!own) {
            WaitForSingleObject(thread, INFINITE);
        }
        CloseHandle(thread);
    }
}
