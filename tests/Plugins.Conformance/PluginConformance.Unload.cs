using System.Reflection;
using System.Runtime.CompilerServices;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Loading;

namespace Orchestrator.Plugins.Conformance;

/// <summary>The plugin as a host loads it: from its file, into a load context of its own that must be gone afterwards.</summary>
public abstract partial class PluginConformance<TPlugin>
{
    /// <summary>The host finds exactly one entry point.</summary>
    [SkippableFact]
    public void The_assembly_has_one_public_plugin_with_an_empty_constructor()
    {
        using var file = PluginFile.Load(AssemblyPath);

        var entry = Assert.Single(file.EntryPoints);
        Assert.True(entry.IsAssignableTo(typeof(TPlugin)));
        Assert.NotNull(entry.GetConstructor(Type.EmptyTypes));
        Assert.DoesNotContain(entry.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), field => !field.IsInitOnly && !field.IsLiteral);
    }

    /// <summary>A plugin brings no second contract: its types would be strangers to the host.</summary>
    [SkippableFact]
    public void It_speaks_the_hosts_contract_and_needs_nothing_else_of_the_host()
    {
        using var file = PluginFile.Load(AssemblyPath);

        Assert.All(
            file.References.Where(name => name.StartsWith("Orchestrator.", StringComparison.Ordinal)),
            name => Assert.Equal(typeof(IPlugin).Assembly.GetName().Name, name));
    }

    /// <summary>
    /// Why its memory stays after disposal, for a plugin that is compiled in only and rests on a library that can't be unloaded; null for every other.
    /// In a plugin folder such a plugin counts as leaked.
    /// </summary>
    protected virtual string? NeverUnloads => null;

    /// <summary>Loaded, used, disposed, and gone, several times.</summary>
    [SkippableFact]
    public async Task After_use_and_disposal_its_memory_is_gone()
    {
        Skip.If(NeverUnloads is not null, NeverUnloads);
        for (var generation = 1; generation <= 3; generation++)
        {
            var context = await Task.Run(LoadUseAndLetGoAsync).WaitAsync(Patience);
            Assert.True(await Gone.WaitAsync(context, Budgets.Unload), $"generation {generation} is still in memory: a thread, timer, static event or registration keeps it");
        }
    }

    // Its own frame: no local of the test may keep the plugin alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> LoadUseAndLetGoAsync()
    {
        using var file = PluginFile.Load(AssemblyPath);
        await using (var plugin = file.Make<TPlugin>())
        {
            await plugin.StartAsync(NewContext(Settings), default);
            await UseAsync(plugin);
            using var stop = new CancellationTokenSource();
            foreach (var (_, call) in Calls)
                await Record.ExceptionAsync(() => call(plugin, new CancellationToken(canceled: true)));
        }

        return file.Context;
    }
}
