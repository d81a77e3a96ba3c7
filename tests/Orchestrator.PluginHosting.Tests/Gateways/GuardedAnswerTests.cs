using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Generations;

namespace Orchestrator.PluginHosting.Tests.Gateways;

/// <summary>Answers that the contract doesn't allow never reach the host's code.</summary>
public sealed class GuardedAnswerTests
{
    private readonly PluginGateway gateway = new(
        PluginHosting.Containment.Of(new GenerationId("stub", new Version(1, 0, 0), 1), TimeProvider.System, _ => { }, () => { }), TimeProvider.System, default);

    [Fact]
    public async Task A_proxy_gives_either_a_tunnel_or_a_failure()
    {
        var neither = new GuardedProxyConnector(new StubConnector { OnConnect = () => new ProxyResult(null, null) }, gateway);
        var both = new GuardedProxyConnector(new StubConnector { OnConnect = () => new ProxyResult(Stream.Null, new ProxyFailure("X", "x")) }, gateway);
        var none = new GuardedProxyConnector(new StubConnector { OnConnect = () => null! }, gateway);

        foreach (var connector in new[] { neither, both, none })
            Assert.Equal(PluginFaultKind.BadAnswer, (await Assert.ThrowsAsync<PluginFaultException>(async () => await connector.ConnectAsync(null!, null!, null!, default))).Fault.Kind);
    }

    [Fact]
    public void A_proxy_without_schemes_is_no_proxy()
    {
        Assert.Throws<PluginFaultException>(() => new GuardedProxyConnector(new StubConnector { Schemes = [] }, gateway).Schemes);
        Assert.Throws<PluginFaultException>(() => new GuardedProxyConnector(new StubConnector { Schemes = null! }, gateway).Schemes);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Damage_is_a_count_that_fits(int count, bool good)
    {
        var screen = new GuardedScreen(new StubScreen(count, new PixelRect(0, 0, 100, 50)), gateway);
        var capturing = screen.CaptureAsync(default, 0, new PixelRect[2], TimeSpan.Zero, default).AsTask();

        if (good)
            Assert.Equal(count, (await capturing).DamageCount);
        else
            await Assert.ThrowsAsync<PluginFaultException>(() => capturing);
    }

    [Theory]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, -1, 5, 5)]
    [InlineData(0, 0, 101, 5)]
    [InlineData(0, 0, 5, 51)]
    [InlineData(100, 0, 1, 1)]
    [InlineData(0, 0, -1, 5)]
    [InlineData(int.MaxValue, 0, int.MaxValue, 5)]
    [InlineData(50, 0, int.MaxValue, 5)]
    public async Task Damage_outside_the_screen_never_reaches_the_encoder(int x, int y, int width, int height)
    {
        var screen = new GuardedScreen(new StubScreen(1, new PixelRect(x, y, width, height)), gateway);

        await Assert.ThrowsAsync<PluginFaultException>(async () => await screen.CaptureAsync(default, 0, new PixelRect[2], TimeSpan.Zero, default));
    }

    [Fact]
    public async Task A_pointer_that_does_not_fit_its_buffer_is_refused()
    {
        var screen = new GuardedScreen(new StubScreen(0, default) { Cursor = new CursorResult(true, 65_536, 65_536, 0, 0) }, gateway);

        await Assert.ThrowsAsync<PluginFaultException>(async () => await screen.ReadCursorAsync(new byte[64], default));
    }

    private sealed class StubScreen(int count, PixelRect rectangle) : IScreenCapture
    {
        public CursorResult Cursor { get; init; }

        public ScreenLayout Layout { get; } = new(1, 100, 50, [new Abstractions.Monitor(1, new PixelRect(0, 0, 100, 50))]);

        public ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
        {
            damage.Span.Fill(rectangle);
            return ValueTask.FromResult(new CaptureResult(CaptureStatus.Changed, 1, count));
        }

        public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => ValueTask.FromResult(Cursor);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
