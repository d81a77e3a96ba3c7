using System.Net;
using System.Net.Sockets;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Listening;

/// <summary>QuickSupport, a process of its own, listens on no port: neither while it waits nor within a session.</summary>
[Collection(VendorCollection.Name)]
public sealed class ListeningTests(TestVendor vendor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [SkippableFact]
    [Trait("Requirement", "R-NET-2")]
    public async Task QuickSupport_listens_on_no_port_while_it_waits_and_within_a_session()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "What a process listens on is read from /proc.");
        await using var instrument = await InstrumentProcess.StartAsync(vendor);
        Assert.Empty(ListeningSockets.Of(instrument.Id));

        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin));
        instrument.Hear(session.Sas);
        await session.OpenedAsync().WaitAsync(Patience);
        foreach (var capability in new[] { Capability.ViewScreen, Capability.ControlInput, Capability.ClipboardTo })
        {
            await session.AskAsync(capability, 5, "to look");
        }

        await session.PictureAsync();
        Assert.Empty(ListeningSockets.Of(instrument.Id));
    }

    /// <summary>The eye of the test above sees a port that is listened on.</summary>
    [SkippableFact]
    [Trait("Requirement", "R-NET-2")]
    public void A_port_that_is_listened_on_is_seen()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "What a process listens on is read from /proc.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Contains(((IPEndPoint)listener.LocalEndpoint).Port, ListeningSockets.Of(Environment.ProcessId));
    }
}
