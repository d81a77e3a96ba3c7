using Orchestrator.Rfb;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>Watches a technician's picture of the screen: how many changes came, and the longest time between two.</summary>
internal sealed class ScreenPauses : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ShadowFramebuffer _screen;
    private readonly Task _watching;

    public ScreenPauses(ShadowFramebuffer screen)
    {
        _screen = screen;
        _watching = WatchAsync();
    }

    /// <summary>Changes so far.</summary>
    public int Count { get; private set; }

    /// <summary>Longest time without one.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>How often the screen couldn't be seen.</summary>
    public int Losses { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var state = _screen.State;
        var last = TimeProvider.System.GetTimestamp();
        try
        {
            while (true)
            {
                var before = state.Status;
                state = await _screen.WaitForChangeAsync(state.Version, _stop.Token);
                var pause = TimeProvider.System.GetElapsedTime(last);
                last = TimeProvider.System.GetTimestamp();
                Longest = pause > Longest ? pause : Longest;
                Losses += before == ScreenStatus.Available && state.Status != ScreenStatus.Available ? 1 : 0;
                Count++;
            }
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }
}
