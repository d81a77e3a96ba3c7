using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Verification;

/// <summary>Watches that every session has a START and an END (or a watchdog's MISSING END), in the instrument's words or in the broker's. A log holds one kind.</summary>
internal sealed class SessionEnds
{
    // Sessions that are open at one point of a log: few. Ended ones are forgotten.
    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);

    public IEnumerable<Finding> See(AuditRecord record)
    {
        var session = record.Body.Session;
        if (session is null)
            yield break;
        switch (record.Body.Event)
        {
            case EventCodes.SessionStarted or EventCodes.RelayRegistered:
                if (!_open.TryAdd(session, record.Sequence))
                    yield return new Finding(FindingSeverity.Error, "start-twice", $"Session {session} starts a second time without an END between.", record.Sequence);
                break;
            case EventCodes.SessionEnded or EventCodes.RelayEnded:
                if (!_open.Remove(session))
                    yield return new Finding(FindingSeverity.Error, "end-without-start", $"Session {session} has an END and no START before it.", record.Sequence);
                break;
            case EventCodes.RelayMissingEnd:
                _open.Remove(session);
                yield return new Finding(FindingSeverity.Warning, "missing-end-recorded", $"The watchdog recorded that session {session} left no END.", record.Sequence);
                break;
        }
    }

    public IEnumerable<Finding> Finish() => _open.Select(s => new Finding(
        FindingSeverity.Warning, "missing-end", $"Session {s.Key} has a START and no END: the log ends before the session did, or its tail was removed.", s.Value));
}
