namespace Orchestrator.Broker.Admission;

/// <summary>One attempt at a time on one name, so that a hundred parallel guesses are a hundred counted ones.</summary>
internal sealed class NameGates
{
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Null when too many wait already, on all names together.</summary>
    public async Task<IDisposable?> EnterAsync(string name, CancellationToken cancellationToken)
    {
        Gate gate;
        lock (_gates)
        {
            if (_waiting >= SignInLimits.MaxWaiting)
            {
                return null;
            }

            _waiting++;
            if (!_gates.TryGetValue(name, out gate!))
            {
                _gates.Add(name, gate = new Gate());
            }

            gate.Users++;
        }

        try
        {
            await gate.Turn.WaitAsync(cancellationToken);
            return new Pass(this, name, gate);
        }
        catch
        {
            Leave(name, gate, entered: false);
            throw;
        }
    }

    private void Leave(string name, Gate gate, bool entered)
    {
        lock (_gates)
        {
            _waiting--;
            if (--gate.Users == 0)
            {
                _gates.Remove(name);
            }
        }

        if (entered)
        {
            gate.Turn.Release();
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Pass(NameGates gates, string name, Gate gate) : IDisposable
    {
        public void Dispose() => gates.Leave(name, gate, entered: true);
    }
}
