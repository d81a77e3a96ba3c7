using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Recovery;

/// <summary>A vendor whose sessions outlive a lost link by more than the time between two checkpoints, so that what was recorded without a link is signed.</summary>
public sealed class PatientVendor : IAsyncLifetime
{
    /// <summary>Seconds; the product's own.</summary>
    public const int GraceSeconds = 20;

    /// <summary>The vendor.</summary>
    public TestVendor Vendor { get; } = new() { Grace = GraceSeconds };

    /// <inheritdoc/>
    public Task InitializeAsync() => Vendor.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => Vendor.DisposeAsync();
}
