namespace Orchestrator.Rfb;

/// <summary>
/// The gate of one channel, as a pump sees it. A pump reads <see cref="IsOpen"/> before every capture call, every write and every injected event;
/// other threads open and close the gate at any time. Reading takes no lock.
/// </summary>
public interface IFlowGate
{
    /// <summary>False while the channel is held, and for ever once it is closed.</summary>
    bool IsOpen { get; }

    /// <summary>Belongs to the present opening and is cancelled when that ends; already cancelled while the gate isn't open. Each opening has its own.</summary>
    CancellationToken WhileOpen { get; }

    /// <summary>How often something else than a lost link has shut it: what waited over such a moment was meant for the screen before it.</summary>
    int Interruptions { get; }

    /// <summary>Waits while nothing but a lost link shuts the gate. True when it is open then.</summary>
    ValueTask<bool> WhenLinkedAsync(CancellationToken cancellationToken);

    /// <summary>Returns when the gate is open; waits for ever at a gate that is closed for good, until the token ends it.</summary>
    ValueTask WhenOpenAsync(CancellationToken cancellationToken);
}
