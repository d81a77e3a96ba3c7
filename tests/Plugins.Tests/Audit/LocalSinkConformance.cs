using Orchestrator.Plugins.Conformance.Audit;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Audit;

/// <summary>A sink that writes to a folder: where it can be, on a disk of its own that can be filled.</summary>
public abstract class LocalSinkConformance : AuditSinkConformance
{
    private SmallDisk? _disk;

    protected override async Task PrepareAsync() => _disk = await SmallDisk.MountAsync(Folder);

    protected override async Task CleanUpAsync()
    {
        if (_disk is not null)
            await _disk.DisposeAsync();
    }

    protected override Task<IAsyncDisposable?> BreakPlaceAsync()
    {
        if (_disk is null)
            RealComponent.Missing("a small disk of its own (this user may not mount one)");
        return Task.FromResult<IAsyncDisposable?>(_disk?.Fill());
    }
}
