namespace Orchestrator.Testbed.RealNetwork.Processes;

/// <summary>The last lines that a program wrote, for the report of a failure; older ones are forgotten.</summary>
internal sealed class Tail
{
    private const int Lines = 60;

    private readonly Queue<string> _lines = new();

    /// <summary>Takes a line.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Lines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>Takes everything that a program writes, until it ends.</summary>
    public async Task DrainAsync(TextReader from)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            Add(line);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
