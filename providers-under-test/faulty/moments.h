/*
 * What a faulty provider does more than the reference, by the moment at which it does so: the reference calls these
 * through FAULT_AT. Each looks for its faults in the subject that it is given.
 *
 * All are called with the model's lock held and return with it, except where it says otherwise. Some release it
 * meanwhile, where the reference would do so too.
 */
#ifndef WSPCHECK_FAULTY_MOMENTS_H
#define WSPCHECK_FAULTY_MOMENTS_H

#include <stdbool.h>

#include <winsock2.h>
#include <ws2spi.h>

struct bytes;
struct name;
struct personality;
struct presentation;
struct registration;
struct request;
struct shown;
struct socket;
struct waiting;

/* asking.c: WSPAccept until the decision. */
void fault_before_wait(struct socket *listener, bool *at_once);
void fault_after_wait(const struct socket *listener, int *code, LPCONDITIONPROC condition, DWORD_PTR callback_data);
void fault_when_presented(struct presentation *presentation, const struct request *request);
void fault_before_asking(const struct request *request, LPCONDITIONPROC condition, DWORD_PTR *callback_data);
/* The lock is as the reference has it while the condition function runs. */
void fault_before_condition(struct presentation *presentation, struct shown *shown, LPCONDITIONPROC condition,
                            DWORD_PTR callback_data);
void fault_ask_on_another_thread(struct presentation *presentation, const struct shown *shown,
                                 LPCONDITIONPROC condition, DWORD_PTR callback_data);
/* The condition function that the latest WSPAccept of a faulty entry brought is called when a request arrives. */
void fault_ask_at_arrival(const struct request *request);
void fault_share_name(const struct request *request);
void fault_when_state_is_checked(struct socket *socket);
void fault_when_accept_begins(const struct socket *listener, LPCONDITIONPROC *condition, DWORD_PTR callback_data);
bool fault_asks_elsewhere(const struct presentation *presentation); /* on another thread */
/* Another request may be decided on instead. */
void fault_after_asking(const struct socket *listener, struct request **request);

/* deciding.c: WSPAccept from the decision on, and the queue. */
void fault_after_address(const struct request *request, LPCONDITIONPROC condition, struct sockaddr *address,
                         LPINT length);
void fault_when_accepted(struct socket *listener, struct socket *accepted, struct request *request);
void fault_before_rejection(struct socket *listener, struct request *request);
void fault_after_rejection(struct socket *listener);
void fault_when_deferred(struct socket *listener, struct request *request);
void fault_when_undecided(const struct socket *listener, struct request *request);
void fault_before_undoing(const struct socket *listener, const struct socket *accepted, int code);
void fault_when_withdrawal_is_reported(struct socket *listener, const struct request *request);
bool fault_is_of_another_thread(const struct request *request); /* deferred by one, that is */
void fault_when_queued(struct socket *listener, struct request *request);
void fault_when_refused(struct socket *listener, struct request *request);
void fault_before_dismissal(const struct socket *listener);
void fault_before_accept_ends(const struct socket *listener, LPCONDITIONPROC condition, int code);

/* queueing.c: the order of the queue, and how WSPAccept and WSPListen end. */
void fault_order_queue(struct socket *listener, struct request *newest);
void fault_when_withdrawn(struct socket *listener, struct request *request);
void fault_when_listening_is_checked(struct socket *socket, int code);
void fault_after_listening(struct socket *socket);
void fault_before_enabling(struct socket *listener, int code);
bool fault_listened_in_vain(const struct socket *socket);
void fault_remember_closed_listener(const struct socket *socket);
void fault_when_not_a_socket(SOCKET handle, int *code);
int fault_code_for_reenabling(const struct socket *listener, int code);
void fault_when_handed_out(struct socket *accepted, const struct sockaddr *address);
void fault_code_of_accept(const struct socket *listener, int *code);

/* calling.c: WSPConnect, its outcome, and how it is told. */
void fault_when_destination_is_known(const struct socket *caller, const struct sockaddr *address, struct name *to,
                                     int *code);
void fault_before_connect(struct socket *caller);
void fault_when_reply_buffer_is_given(const struct socket *caller, const WSABUF *buffer);
void fault_before_reply(const struct socket *caller, const struct bytes *reply);
void fault_before_failure(const struct socket *caller);
void fault_when_completed(struct socket *caller, const struct request *request);
void fault_before_indication(struct socket *socket, long event, int *error);
void fault_before_outcome(struct socket *socket);
bool fault_somebody_defers(const struct socket *listener);
void fault_when_registered(const struct socket *socket);
void fault_before_close(struct socket *socket);
void fault_when_option_is_set(const struct socket *socket);

/* connecting.c: WSPConnect in its modes and repetitions, and connected datagram sockets. */
void fault_when_name_is_parsed(const struct socket *caller, const struct sockaddr *address, int length, struct name *to,
                               int *code);
void fault_when_destination_is_dialled(struct socket *caller, const struct name *to, WSABUF *callee_data);
void fault_when_checked(struct socket *caller, const struct name *to, const WSABUF *caller_data, int *code);
void fault_after_request(const struct socket *caller);
void fault_before_cancellation(struct socket *caller);
void fault_when_outcome_is_known(struct socket *caller);
void fault_before_event(struct socket *socket, long event, int *error);
void fault_before_silence(const struct socket *socket);
void fault_before_association(const struct socket *socket);
bool fault_is_former_peer(const struct socket *socket, const struct name *from);
void fault_when_default_peer_is_used(const struct socket *socket, struct name *name);

/* dialling.c: what is left over from an earlier attempt, name or mode, and callers' odd lengths. */
void fault_remember_mode(const struct socket *socket);
void fault_when_attempt_begins(struct socket *caller);
void fault_remember_closed_name(const struct socket *socket);
void fault_silence_closed_name(struct request *request);
void fault_before_caller_data_is_checked(const struct socket *socket, const WSABUF *data);
void fault_when_bound_implicitly(struct socket *socket, bool bound_before);
bool fault_is_deaf(const struct socket *socket);
void fault_before_receiving(struct socket *socket, const struct sockaddr *from);
void fault_when_attempt_is_repeated(const struct socket *caller);
int fault_outcomes_besides(const struct socket *socket);
void fault_look_at_name(const struct socket *caller, const struct sockaddr *address, int length);

/* exchanging.c: user data at connect time. */
void fault_when_requested(const struct socket *caller, const WSABUF *caller_data, struct request *request);
void fault_when_data_is_presented(struct presentation *presentation, const struct request *request);
void fault_when_answer_is_checked(const struct presentation *presentation);
void fault_when_reply_is_taken(const struct presentation *presentation, const struct request *request, ULONG *length);
void fault_before_delivery(struct socket *caller, struct bytes *reply);
void fault_when_data_is_accepted(struct socket *accepted, const struct request *request, LPCONDITIONPROC condition);
void fault_when_blocking_reply_buffer_is_given(const struct socket *caller, const WSABUF *buffer);

/* inheriting.c: the accepted socket and its listener. */
void fault_when_listening(struct socket *listener);
void fault_when_listener_is_registered(const struct socket *listener);
void fault_when_registration_is_inherited(const struct socket *socket, const struct socket *listener,
                                          struct registration *registration);
void fault_when_inherited(const struct socket *listener, struct socket *accepted, LPCONDITIONPROC condition);
void fault_when_record_is_taken(const struct socket *taken);
void fault_when_linger_is_set(const struct socket *listener);
void fault_when_mode_is_set(const struct socket *listener);
void fault_when_a_listener_closes(const struct socket *listener);

/* leftovers.c: what is left of a call, a caller or a listener that is over. */
bool fault_cancellation_sticks(const struct socket *listener);
void fault_when_cancelled(const struct socket *listener, int *code);
void fault_when_waiting_begins(const struct socket *listener);
bool fault_has_waited(void); /* this thread's WSPAccept, for the request that it has */
void fault_remember_presentation(struct presentation *presentation);
void fault_when_the_shown_is_withdrawn(const struct request *request);
void fault_when_a_rejected_caller_closes(const struct socket *caller);

/* starting.c: WSPStartup, and new sockets. Without the lock. */
void fault_before_startup(const struct personality *personality, WORD requested, LPWSPDATA data, int *starts);
void fault_when_described(const struct personality *personality, WORD requested, int starts, LPWSPDATA data);
void fault_when_table_is_filled(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table);
void fault_when_table_is_unusable(LPWSAPROTOCOL_INFOW info, LPWSPPROC_TABLE table);
void fault_when_created(struct socket *socket);
/* With the lock. */
void fault_before_table(const WSPUPCALLTABLE *former, const WSPUPCALLTABLE *table);
void fault_when_table_is_looked_at(WSPUPCALLTABLE *table);
void fault_before_posting(LPWPUPOSTMESSAGE *post);
void fault_when_start_is_undone(void);
void fault_when_wait_goes_on(const struct waiting *waiting, ULONGLONG since, bool *cancelled);
void fault_before_silence_at_cleanup(const struct socket *socket);
void fault_when_left_open(const struct socket *socket);
bool fault_name_was_left(const struct name *name);
/* Without. */
void fault_before_closing_a_handle(WSPUPCALLTABLE *table);
void fault_before_query_for_the_hook(WSPUPCALLTABLE *table);

#endif
