using Orchestrator.Testbed.SimulatedNetwork.Wires;

namespace Orchestrator.Testbed.SimulatedNetwork.Time;

/// <summary>
/// Puts a clock forward while somebody waits for what will never come (a swallowed packet, a server that hangs, a stalled wire) and nothing else moves: then
/// only a limit can end the wait, and nobody has to sit it out.
/// </summary>
internal sealed class ClockJumper : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Looks without a move before a jump: a busy computer needs a moment for what it still has to do.</summary>
    private const int StillLooks = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public ClockJumper(JumpingClock clock, Quiet quiet) => _watching = WatchAsync(clock, quiet);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(JumpingClock clock, Quiet quiet)
    {
        using var look = new PeriodicTimer(Look);
        var (seen, still) = (-1L, 0);
        try
        {
            while (await look.WaitForNextTickAsync(_stop.Token))
            {
                var moves = quiet.Moves;
                still = quiet.IsWaitedFor && moves == seen ? still + 1 : 0;
                seen = moves;
                if (still < StillLooks)
                    continue;
                still = 0;
                clock.Jump(Within);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The scenario is over.
        }
    }
}
