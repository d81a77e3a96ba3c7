using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Approvals;

/// <summary>A vendor whose policy wants a supervisor's approval for control.</summary>
public sealed class ApprovalVendor : IAsyncLifetime
{
    private const string Policy = """
        version: 2
        zone: UTC
        rules:
          - id: everything-but-control
            effect: permit
            roles: [technician, supervisor]
            capabilities: [view, send-file, fetch-file, clipboard-to, clipboard-from]
          - id: control-with-approval
            effect: permit
            roles: [technician, supervisor]
            capabilities: [control]
            approval: supervisor

        """;

    /// <summary>The vendor.</summary>
    public TestVendor Vendor { get; } = new();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Vendor.InitializeAsync();
        await Vendor.ServeUnderAsync(Policy);
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Vendor.DisposeAsync();
}
