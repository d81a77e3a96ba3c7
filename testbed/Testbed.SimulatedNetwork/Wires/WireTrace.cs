using System.Collections.Immutable;

namespace Orchestrator.Testbed.SimulatedNetwork.Wires;

/// <summary>What a connection did with its pieces, in the order of writing, for tests and for the reader of a report.</summary>
internal sealed class WireTrace(long start)
{
    private readonly List<(bool IsOut, int Bytes, TimeSpan Due)> _pieces = [];

    /// <summary>Timestamp that spans are counted from.</summary>
    public long Start => start;

    /// <summary>So far.</summary>
    public ImmutableArray<(bool IsOut, int Bytes, TimeSpan Due)> Pieces
    {
        get
        {
            lock (_pieces)
                return [.. _pieces];
        }
    }

    public void Add(bool isOut, int bytes, TimeSpan due)
    {
        lock (_pieces)
            _pieces.Add((isOut, bytes, due));
    }
}
