using Autofac;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginHosting.Tests.Gateways;

/// <summary>What a plugin does wrong reaches the host as strings in a host type, in bounded time.</summary>
public sealed class PluginGatewayTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IContainer root = new ContainerBuilder().Build();
    private readonly TestPluginFolder folder = new();
    private readonly FakeTimeProvider time = new();
    private PluginScope scope = null!;

    private ITransport Transport => scope.Get<ITransport>();

    public async Task InitializeAsync()
    {
        folder.Install("Misbehaving");
        var entry = PluginCatalog.Read(PluginHostKind.Testbed, folder.Source).Find(PluginKind.Transport, "test.misbehaving");
        scope = await PluginScope.OpenAsync(root, entry, new RecordingLog().Context(time), default);
    }

    public async Task DisposeAsync() => await scope.DisposeAsync();

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("throws", PluginFaultKind.Threw, "OwnException: thrown [31m at once")]
    [InlineData("throws-later", PluginFaultKind.Threw, "OwnException: thrown later")]
    [InlineData("null", PluginFaultKind.BadAnswer, "null instead of a link")]
    public async Task What_it_throws_becomes_a_fault_without_its_types(string host, PluginFaultKind kind, string detail)
    {
        var fault = await Assert.ThrowsAsync<PluginFaultException>(() => ConnectAsync(host));

        Assert.Equal(new PluginFault("test.misbehaving 1.0.0", "ConnectAsync", kind, detail), fault.Fault);
        Assert.Null(fault.InnerException);
    }

    [Fact]
    public async Task A_named_dial_failure_keeps_name_and_sentence_and_loses_what_was_inside()
    {
        var failure = await Assert.ThrowsAsync<DialException>(() => ConnectAsync("covers"));

        Assert.Equal(("COVERED", "A sentence."), (failure.Code, failure.Message));
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task It_is_told_to_end_when_its_time_is_over()
    {
        var connecting = ConnectAsync("slow");

        time.Advance(PluginBudgets.Connect);

        Assert.Equal(PluginFaultKind.OverBudget, (await Assert.ThrowsAsync<PluginFaultException>(() => connecting)).Fault.Kind);
    }

    [Fact]
    public async Task One_that_does_not_end_is_left_behind_and_marked()
    {
        var connecting = ConnectAsync("hangs");
        time.Advance(PluginBudgets.Connect);
        while (!connecting.IsCompleted)
        {
            // The grace begins when the gateway has seen the end of the budget: move the clock until it has.
            time.Advance(PluginBudgets.Grace);
            await Task.Yield();
        }

        var fault = await Assert.ThrowsAsync<PluginFaultException>(() => connecting);
        await scope.CloseAsync(TimeSpan.Zero);

        Assert.Equal(PluginFaultKind.Hung, fault.Fault.Kind);
        Assert.True(scope.Hung);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one()
    {
        using var stop = new CancellationTokenSource();
        var connecting = Transport.ConnectAsync(new TransportTarget("slow", 1), null!, stop.Token).AsTask();

        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Patience))).CancellationToken);
    }

    [Fact]
    public async Task Closing_the_generation_ends_a_call_that_is_under_way()
    {
        var connecting = ConnectAsync("slow");

        await scope.CloseAsync(TimeSpan.Zero);

        Assert.Equal(PluginFaultKind.Closed, (await Assert.ThrowsAsync<PluginFaultException>(() => connecting)).Fault.Kind);
    }

    [Fact]
    public async Task A_link_that_breaks_completes_the_hosts_pipe_all_the_same()
    {
        var link = await Transport.ConnectAsync(new TransportTarget("link", 1), null!, default);
        var pipes = PipePair.Create();

        await Assert.ThrowsAsync<PluginFaultException>(async () => await link.RunAsync(pipes.Lent, default));

        Assert.True((await pipes.Host.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        Assert.True((await pipes.Host.Output.WriteAsync(new byte[1]).AsTask().WaitAsync(Patience)).IsCompleted);
        await link.DisposeAsync();
        Assert.Throws<PluginFaultException>(() => link.RunAsync(pipes.Lent, default).AsTask().GetAwaiter().GetResult());
    }

    private Task<ITransportLink> ConnectAsync(string host) => Transport.ConnectAsync(new TransportTarget(host, 1), null!, default).AsTask().WaitAsync(Patience);
}
