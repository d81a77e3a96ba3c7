namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>What admission is asked, whatever the session's state.</summary>
internal static class AdmissionRequests
{
    /// <summary>The answer when admission itself failed.</summary>
    public static AdmitOutcome.Refused Fault { get; } =
        new("SERVER_FAULT", "The server couldn't admit you because of a fault of its own. Try again; if it goes on, tell the administrator.");

    /// <summary>The answer where no session waits under this number.</summary>
    public static BrokerMessages.Refused Unknown { get; } =
        new("SESSION_UNKNOWN", "There is no such session waiting. Ask the operator to read the nine digits again; a number dies with its session.");

    /// <summary>The answer to who wants an approval for a session that somebody has already: its tickets are given.</summary>
    public static BrokerMessages.Refused Running { get; } =
        new("SESSION_RUNNING", "This session runs already, and an approval counts only for the next ticket. Ask the operator to start QuickSupport again, and request the approval for the new number before you connect.");

    /// <summary>The no to somebody who can't be let in any more, whatever admission said: its own reason, if it had one.</summary>
    public static BrokerMessages.Refused Denial(AdmitOutcome outcome) =>
        outcome is AdmitOutcome.Refused refused ? new BrokerMessages.Refused(refused.Code, refused.Sentence) : Unknown;

    /// <summary>The answer to an instrument whose session couldn't be recorded.</summary>
    public static BrokerMessages.Refused NotRegistered { get; } =
        new("SERVER_FAULT", "The server can't write its log, so it opens no session. Try again in a minute; if it goes on, tell the vendor.");

    /// <summary>The answer to an instrument whose session didn't come up.</summary>
    public static BrokerMessages.Refused NoAnswer { get; } =
        new("SERVER_FAULT", "The server couldn't open a session because of a fault of its own. Try again in a minute.");

    /// <summary>An empty key says that there is no such session.</summary>
    public static AdmitRequest For(BrokerMessages.Admit admit, ReadOnlyMemory<byte> instrumentKey, ReadOnlyMemory<byte> logKey, string? takenBy) => new(
        admit.Session,
        instrumentKey,
        logKey,
        admit.Wish.Account,
        admit.Wish.Password.Reveal(),
        admit.Wish.SecondFactor.Reveal(),
        admit.From.Key,
        admit.Wish.Reason,
        admit.From.Address)
    {
        TakenBy = takenBy,
    };
}
