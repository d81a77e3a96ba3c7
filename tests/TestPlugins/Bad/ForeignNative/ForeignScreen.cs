using System.Runtime.InteropServices;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>Brings a native library that was made for another machine. The test writes the file.</summary>
public sealed class ForeignScreen : TestCapture
{
    public override ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) =>
        Probe() == 0 ? base.StartAsync(context, cancellationToken) : throw new InvalidOperationException("The library gave no display.");

    [DllImport("orchestrator-test-foreign", EntryPoint = "probe")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int Probe();
}
