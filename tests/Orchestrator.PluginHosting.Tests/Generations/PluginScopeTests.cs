using System.Runtime.CompilerServices;
using Autofac;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Catalog;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginHosting.Tests.Generations;

public sealed class PluginScopeTests : IDisposable
{
    private readonly IContainer root = new ContainerBuilder().Build();
    private readonly TestPluginFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose()
    {
        root.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_plugin_from_a_folder_works_and_its_memory_goes_away()
    {
        folder.Install("Good");
        var scope = await OpenAsync("test.good");

        Assert.StartsWith($"broker.vendor.test from {Path.GetTempPath()}", await UseAsync(scope), StringComparison.Ordinal);
        Assert.Equal(UnloadResult.Unloaded, await scope.CloseAsync());
        Assert.Equal(["started", "disposed"], log.Lines);
    }

    [Fact]
    public async Task Twenty_generations_leave_nothing_behind()
    {
        folder.Install("Good");
        for (var generation = 0; generation < 20; generation++)
        {
            var scope = await OpenAsync("test.good");
            await UseAsync(scope);
            Assert.Equal(UnloadResult.Unloaded, await scope.CloseAsync());
        }
    }

    [Fact]
    public async Task A_plugin_that_threw_still_unloads()
    {
        folder.Install("Misbehaving");
        var scope = await OpenAsync("test.misbehaving", PluginKind.Transport);

        await FailAsync(scope);

        Assert.Equal(UnloadResult.Unloaded, await scope.CloseAsync());
    }

    [Fact]
    public async Task Somebody_who_keeps_an_object_of_the_plugin_is_noticed()
    {
        folder.Install("Good");
        var scope = await OpenAsync("test.good");
        var kept = Keep(scope);

        Assert.Equal(UnloadResult.Leaked, await scope.CloseAsync(TimeSpan.FromMilliseconds(200)));
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task A_stand_in_that_is_kept_leaks_nothing_and_says_that_it_is_closed()
    {
        folder.Install("Good");
        var scope = await OpenAsync("test.good");
        var kept = scope.Get<IProxyConnector>();

        Assert.Equal(UnloadResult.Unloaded, await scope.CloseAsync());
        Assert.Equal(PluginFaultKind.Closed, Assert.Throws<PluginFaultException>(() => kept.Schemes).Fault.Kind);
        Assert.Equal(PluginFaultKind.Closed, Assert.Throws<PluginFaultException>(() => scope.Get<IProxyConnector>()).Fault.Kind);
    }

    [Fact]
    public async Task A_constructor_that_throws_is_a_refusal_on_one_line()
    {
        folder.Install("ThrowsInConstructor");

        var refusal = (await Assert.ThrowsAsync<PluginRefusedException>(() => OpenAsync("test.throws"))).Refusal;

        Assert.Equal(PluginRefusalReason.ConstructorFailed, refusal.Reason);
        Assert.Contains("OwnException: no constructor for you", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_is_a_refusal_and_disposes_the_plugin()
    {
        var plugin = new StubConnector { OnStart = () => throw new FormatException("The settings are wrong.") };

        var refusal = (await Assert.ThrowsAsync<PluginRefusedException>(() => OpenCompiledAsync(plugin))).Refusal;

        Assert.Equal(PluginRefusalReason.StartFailed, refusal.Reason);
        Assert.Contains("The settings are wrong.", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, plugin.Disposals);
    }

    [Fact]
    public async Task A_compiled_in_plugin_lives_under_the_same_contract()
    {
        var plugin = new StubConnector();
        var scope = await OpenCompiledAsync(plugin);

        Assert.Equal(["stub"], scope.Get<IProxyConnector>().Schemes);
        Assert.NotSame(plugin, scope.Get<IProxyConnector>());
        Assert.Throws<PluginRefusedException>(() => scope.Get<ITransport>());
        Assert.Equal(UnloadResult.NotLoaded, await scope.CloseAsync());
        await scope.DisposeAsync();
        Assert.Equal(1, plugin.Disposals);
    }

    private Task<PluginScope> OpenAsync(string id, PluginKind kind = PluginKind.Proxy) =>
        PluginScope.OpenAsync(root, PluginCatalog.Read(PluginHostKind.Broker, folder.Source).Find(kind, id), log.Context(), default);

    private Task<PluginScope> OpenCompiledAsync(IPlugin plugin)
    {
        var source = PluginCatalogTests.Compiled("stub", new Version(1, 0, 0), () => plugin);
        return PluginScope.OpenAsync(root, PluginCatalog.Read(PluginHostKind.QuickSupport, source).Find(PluginKind.Proxy, "stub"), log.Context(), default);
    }

    private static async Task<string> UseAsync(PluginScope scope)
    {
        var result = await scope.Get<IProxyConnector>().ConnectAsync(new ProxyTarget("broker.vendor.test", 443), null!, null!, default);
        return result.Failure!.Sentence;
    }

    private static async Task FailAsync(PluginScope scope)
    {
        var transport = scope.Get<ITransport>();
        await Assert.ThrowsAsync<PluginFaultException>(async () => await transport.ConnectAsync(new TransportTarget("throws-later", 1), null!, default));
    }

    // An array of the plugin's own making is an object of the runtime; its list type isn't: take the plugin itself out of the stand-in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Keep(PluginScope scope)
    {
        var standIn = scope.Get<IProxyConnector>();
        var field = standIn.GetType().BaseType!.GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
            .Single(one => typeof(IProxyConnector).IsAssignableFrom(one.FieldType));
        return field.GetValue(standIn)!;
    }
}
