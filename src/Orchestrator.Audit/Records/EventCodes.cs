using System.Buffers;

namespace Orchestrator.Audit.Records;

/// <summary>Codes of the log's own events. Those of a session stand in <see cref="SessionEventCodes"/>; those of the broker beside what emits them.</summary>
public static class EventCodes
{
    private static readonly SearchValues<char> CodeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>First record of a run's log: names the last checkpoint of the run before it.</summary>
    public const string RunStarted = "run.started";

    /// <summary>Last record of a run's log.</summary>
    public const string RunEnded = "run.ended";

    /// <summary>What an earlier run had left unsent was delivered to the broker by this one, or not taken.</summary>
    public const string RunDelivered = "run.delivered";

    /// <summary>A torn tail behind the last checkpoint was cut when the log was opened.</summary>
    public const string LogRepaired = "log.repaired";

    /// <summary>A checkpoint of the other end's log, kept here.</summary>
    public const string PeerCheckpoint = "log.peer-checkpoint";

    /// <summary>The other end's log is behind, or beside, a checkpoint of it that was kept here.</summary>
    public const string PeerRolledBack = "log.peer-rolled-back";

    /// <summary>Texts beside an earlier run's log were erased.</summary>
    public const string TextsErased = "log.texts-erased";

    /// <summary>An earlier run was removed because it was old; its stub stays.</summary>
    public const string RunRemoved = "run.removed";

    /// <summary>The wall clock was set while the log was open.</summary>
    public const string ClockJumped = "clock.jumped";

    /// <summary>START of a session.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>END of a session.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>The operator's yes.</summary>
    public const string GrantGiven = "grant.given";

    /// <summary>The operator's yes to more time.</summary>
    public const string GrantRenewed = "grant.renewed";

    /// <summary>In the broker's log: an instrument registered and got a number.</summary>
    public const string RelayRegistered = "relay.session-registered";

    /// <summary>In the broker's log: the instrument's END arrived.</summary>
    public const string RelayEnded = "relay.session-ended";

    /// <summary>In the broker's log, by its watchdog: a session that should have ended left no END.</summary>
    public const string RelayMissingEnd = "relay.missing-end";

    /// <summary>In the broker's log: a ticket was given.</summary>
    public const string TicketIssued = "issuing.ticket";

    /// <summary>In the broker's log: what a channel carried.</summary>
    public const string RelayMetered = "relay.channel-metered";

    private static readonly string[] OwnPrefixes = ["run.", "log.", "clock.", "plugin.", "plugins."];

    /// <summary>True for the records that a log writes about itself and its program: they are no events of a session.</summary>
    public static bool IsLogOwn(string code) => OwnPrefixes.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>True for 1 to 64 lower-case letters, digits, dots and hyphens.</summary>
    public static bool IsCode(string code) =>
        code.Length is > 0 and <= RecordLimits.CodeCharacters && !code.AsSpan().ContainsAnyExcept(CodeLetters);
}
