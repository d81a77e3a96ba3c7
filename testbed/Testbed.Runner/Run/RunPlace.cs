using System.Security.Cryptography.X509Certificates;
using Orchestrator.Testbed.RealNetwork;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.World;

namespace Orchestrator.Testbed.Runner.Run;

/// <summary>The folder of one run, which is gone afterwards, also when this process is killed; and the worlds that are set up in it.</summary>
internal sealed class RunPlace : IDisposable
{
    private readonly string _folder;
    private readonly FolderGuard _guard;
    private readonly X509Certificate2 _siteRoot;

    private RunPlace(string folder, FolderGuard guard, X509Certificate2 siteRoot) => (_folder, _guard, _siteRoot) = (folder, guard, siteRoot);

    /// <summary>Makes it, and lets this process trust the site's root: before the first certificate is judged.</summary>
    public static RunPlace Make()
    {
        var folder = Directory.CreateTempSubdirectory($"orchestrator-testbed-{Environment.ProcessId}-").FullName;
        var guard = FolderGuard.Of(folder);
        var root = SiteRoot.Make(TimeProvider.System.GetUtcNow());
        SiteRoot.Trust(root, Path.Combine(folder, "trusted"));
        return new RunPlace(folder, guard, root);
    }

    /// <summary>The simulated world.</summary>
    public async Task<IScenarioWorld> SimulatedAsync(CancellationToken cancellationToken) =>
        await SimulatedWorld.StartAsync(Directory.CreateDirectory(Path.Combine(_folder, WorldNames.Simulated)).FullName, _siteRoot, cancellationToken);

    /// <summary>The real world.</summary>
    public static async Task<IScenarioWorld> RealAsync(CancellationToken cancellationToken) => await RealWorld.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _siteRoot.Dispose();
        _guard.Dispose();
    }
}
