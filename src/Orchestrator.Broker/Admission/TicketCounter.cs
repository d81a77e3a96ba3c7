using Orchestrator.Domain;

namespace Orchestrator.Broker.Admission;

/// <summary>Three tickets for one account and session within five minutes. In memory: a restart ends the sessions that they are for.</summary>
internal sealed class TicketCounter(TimeProvider time)
{
    private const int MaxEntries = 10_000;

    private readonly Dictionary<(string Account, SessionNumber Session), List<DateTimeOffset>> _issued = [];
    private readonly Lock _gate = new();

    /// <summary>Takes one of the three; false when they are gone.</summary>
    public bool TryTake(string account, SessionNumber session)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_issued.Count >= MaxEntries)
            {
                foreach (var (key, times) in _issued.ToList())
                {
                    if (Forget(times, now) == 0)
                    {
                        _issued.Remove(key);
                    }
                }
            }

            if (!_issued.TryGetValue((account, session), out var taken))
            {
                if (_issued.Count >= MaxEntries)
                {
                    return false;
                }

                _issued.Add((account, session), taken = []);
            }

            if (Forget(taken, now) >= SignInLimits.MaxTickets)
            {
                return false;
            }

            taken.Add(now);
            return true;
        }
    }

    private static int Forget(List<DateTimeOffset> times, DateTimeOffset now)
    {
        times.RemoveAll(t => now - t >= SignInLimits.TicketWindow);
        return times.Count;
    }
}
