/*
 * temp: the names of temporary files that would stay behind a signal. A file being replaced has one
 * for a moment only, or, where the file system knows no files without a name, until it is whole.
 *
 * The table is the process's, as its signals are: the one thing in this program that a signal
 * handler has to know.
 */
#ifndef ZF_BASE_TEMP_H
#define ZF_BASE_TEMP_H

/* Notes that `name` in the open folder is to go if the process ends before temp_let_go. Gives the
 * place of the note, or -1 (errno EMFILE: too many at once; EINTR: the process is ending). */
int temp_hold(int folder, const char *name);
void temp_let_go(int place);

/* Removes all of them: for who ends the process. Fit for signal handlers. */
void temp_remove_all(void);

/* From now on SIGINT, SIGTERM and SIGHUP end the process as they always do, but remove them before.
 * Those that are ignored stay ignored. */
void temp_remove_on_signals(void);

#endif
