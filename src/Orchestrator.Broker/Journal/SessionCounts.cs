using System.Text;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Sinks;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Which record of a session comes next: each carries its number, from the registration on, so that one that is left out of an evidence bundle leaves a
/// hole. Asked by the log's writer only, which writes one record after the other.
/// </summary>
/// <param name="records">The log's file.</param>
internal sealed class SessionCounts(string records)
{
    // Sessions in memory; what an older one had is counted in the file when it is needed.
    private const int Remembered = 100_000;

    private static readonly byte[] Registered = Encoding.UTF8.GetBytes($"\"event\":\"{EventCodes.RelayRegistered}\"");

    // Null: that number was never given.
    private readonly Dictionary<string, long?> _next = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The same body with its number; as it is where no such session was registered: somebody mistook the number.</summary>
    public RecordBody Number(RecordBody body)
    {
        var session = body.Session!;
        lock (_gate)
        {
            if (body.Event == EventCodes.RelayRegistered)
            {
                _next[session] = 0;
            }

            if (_next.Count >= Remembered)
            {
                _next.Clear();
            }

            if (!_next.TryGetValue(session, out var next))
            {
                next = Count(session);
            }

            _next[session] = next + 1;
            return next is { } number ? ObservationRecords.With(body, "nth", number) : body;
        }
    }

    /// <summary>Something wasn't written after all: the file knows.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _next.Clear();
        }
    }

    private long? Count(string session)
    {
        var mark = Encoding.UTF8.GetBytes($",\"session\":\"{session}\",");
        long? count = null;
        RecordLines.ReadAll(records, line =>
        {
            if (line.IndexOf(mark) >= 0)
            {
                count = line.IndexOf(Registered) >= 0 ? 1 : count + 1;
            }
        });
        return count;
    }
}
