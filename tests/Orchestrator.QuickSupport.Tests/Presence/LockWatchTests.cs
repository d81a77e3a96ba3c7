using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.QuickSupport.Presence;

namespace Orchestrator.QuickSupport.Tests.Presence;

[Trait("Requirement", "R-AUTHZ-2")]
public sealed class LockWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Each_change_is_told_once_and_what_nobody_knows_counts_as_not_locked()
    {
        var source = new LockSource();
        await using var watch = Start(source);

        source.Tell(SessionLockState.Unlocked, SessionLockState.Locked, SessionLockState.Locked, SessionLockState.Unlocked, SessionLockState.Locked, SessionLockState.Unknown);

        Assert.Equal(["locked", "unlocked", "locked", "unlocked"], await HearAsync(4));
    }

    [Fact]
    public async Task A_watch_that_fails_says_so_and_leaves_nobody_locked()
    {
        var source = new LockSource();
        await using var watch = Start(source);
        source.Tell(SessionLockState.Locked);
        await HearAsync(1);

        source.Fail(new PluginFaultException(new PluginFault("capture.test", "WaitAsync", PluginFaultKind.Threw, "gone")));

        var heard = await HearAsync(2);
        Assert.Contains("gone", heard[0], StringComparison.Ordinal);
        Assert.Equal("unlocked", heard[1]);
    }

    [Fact]
    public async Task A_watch_that_fails_is_opened_again_and_said_once_while_it_goes_on_failing()
    {
        var source = new LockSource { FailsToOpen = 5 };
        await using var watch = Start(source);
        source.Tell(SessionLockState.Locked);

        List<string> heard = await HearAsync(1);
        while (_told.Reader.Count == 0)
        {
            // The next wait begins when the watch has failed again: move the clock until it has.
            _time.Advance(LockWatch.FirstRetry);
            await Task.Yield();
        }

        heard.AddRange(await HearAsync(1));
        Assert.Contains("no display", heard[0], StringComparison.Ordinal);
        Assert.Equal("locked", heard[1]);
        Assert.Equal(6, source.Opened);
    }

    [Fact]
    public async Task Where_nobody_tells_nothing_is_watched()
    {
        Assert.Null(LockWatch.Start(null, _ => { }, _ => { }, _time));
        await using var simulated = new SimulatedCapture();
        Assert.Null(LockWatch.Start(simulated, _ => { }, _ => { }, _time));
        await using var mute = Start(new LockSource { IsMute = true });
        Assert.False(_told.Reader.TryRead(out _));
    }

    private LockWatch Start(LockSource source)
    {
        var watch = LockWatch.Start(source, isLocked => _told.Writer.TryWrite(isLocked ? "locked" : "unlocked"), why => _told.Writer.TryWrite(why), _time);
        Assert.NotNull(watch);
        return watch;
    }

    private async Task<List<string>> HearAsync(int count)
    {
        List<string> heard = [];
        while (heard.Count < count)
            heard.Add(await _told.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        return heard;
    }

    /// <summary>A capture plugin that says what a test says.</summary>
    private sealed class LockSource : ICapture, ISessionLockSource, ISessionLock
    {
        private readonly Channel<SessionLockState> _states = Channel.CreateUnbounded<SessionLockState>();

        public bool IsMute { get; init; }

        public int FailsToOpen { get; init; }

        public int Opened { get; private set; }

        public void Tell(params SessionLockState[] states) => Array.ForEach(states, state => _states.Writer.TryWrite(state));

        public void Fail(Exception problem) => _states.Writer.Complete(problem);

        public async ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken)
        {
            try
            {
                return await _states.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException e) when (e.InnerException is { } problem)
            {
                throw problem;
            }
        }

        public ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken) => Opened++ < FailsToOpen
            ? throw new PluginFaultException(new PluginFault("capture.test", "OpenSessionLockAsync", PluginFaultKind.Threw, "no display"))
            : ValueTask.FromResult<ISessionLock?>(IsMute ? null : this);

        public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
