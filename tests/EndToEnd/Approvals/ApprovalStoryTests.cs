using System.Text.Json;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Approvals;

/// <summary>The vendor's policy wants a supervisor's approval for control: the whole way, with the real broker, console and QuickSupport.</summary>
public sealed class ApprovalStoryTests(ApprovalVendor served) : IClassFixture<ApprovalVendor>
{
    private static readonly CapabilitySet Control = CapabilitySet.Of(Capability.ControlInput);

    private readonly TestVendor _vendor = served.Vendor;

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    [Trait("Requirement", "R-AUTHZ-4")]
    public async Task Control_is_refused_then_requested_approved_allowed_and_both_logs_name_the_supervisor()
    {
        await using var console = await _vendor.OpenConsoleAsync();
        await WithoutApprovalAsync(console);

        await using var instrument = await AttendedInstrument.StartAsync(_vendor);
        Assert.True(SessionNumber.TryParse(instrument.Number, out var number));
        var id = await console.Approvals.RequestAsync(number, Control, "liquid not detected", _vendor.Proof(TestVendor.Berg));
        await Plain.AssertRefusedAsync("NOT_SUPERVISOR", () => console.Approvals.DecideAsync(id, true, "I say so", _vendor.Proof(TestVendor.Berg)));
        await ApproveAtHisOwnConsoleAsync(id);

        await using var session = await instrument.JoinedAsync(console);
        Assert.True(session.View.ApprovalNeeded.IsEmpty);
        await session.AskAsync(Capability.ViewScreen, 5, "to look");
        await session.AskAsync(Capability.ControlInput, 5, "to press Retry");
        Assert.True((await session.EndAsync()).IsOrderly);

        var prompts = instrument.Prompts;
        Assert.DoesNotContain("Approved by", prompts[0].Text, StringComparison.Ordinal);
        Assert.Contains("Approved by Sara Lead at Example Instruments", prompts[1].Text, StringComparison.Ordinal);
        TheInstrumentsLogTellsIt(await instrument.CloseAndReadAsync(), prompts[1].TextSha256);
        TheBrokersLogTellsIt(instrument.Number, id);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-6")]
    public async Task A_refusal_stays_a_refusal_and_an_approval_of_another_session_is_none()
    {
        await using var console = await _vendor.OpenConsoleAsync();
        await using var first = await AttendedInstrument.StartAsync(_vendor);
        Assert.True(SessionNumber.TryParse(first.Number, out var number));
        var refused = await console.Approvals.RequestAsync(number, Control, "to try something", _vendor.Proof(TestVendor.Berg));
        Assert.Equal("refused", await console.Approvals.DecideAsync(refused, false, "not while samples are inside", _vendor.Proof(TestVendor.Lead)));
        await Plain.AssertRefusedAsync("ALREADY_DECIDED", () => console.Approvals.DecideAsync(refused, true, "well, then", _vendor.Proof(TestVendor.Lead)));
        await NeedsApprovalAsync(console, first);

        await using var second = await AttendedInstrument.StartAsync(_vendor);
        Assert.True(SessionNumber.TryParse(second.Number, out number));
        var given = await console.Approvals.RequestAsync(number, Control, "to press Retry", _vendor.Proof(TestVendor.Berg));
        Assert.Equal("given", await console.Approvals.DecideAsync(given, true, "checked", _vendor.Proof(TestVendor.Lead)));
        await using var third = await AttendedInstrument.StartAsync(_vendor);
        await NeedsApprovalAsync(console, third);
    }

    private async Task WithoutApprovalAsync(ConsoleRun console)
    {
        await using var instrument = await AttendedInstrument.StartAsync(_vendor);
        await using var session = await instrument.JoinedAsync(console);
        Assert.True(session.View.ApprovalNeeded.Contains(Capability.ControlInput));
        await session.AskAsync(Capability.ViewScreen, 5, "to look");

        var refused = await Plain.AssertRefusedAsync("APPROVAL_NEEDED", () => session.AskAsync(Capability.ControlInput, 5, "to press Retry"));

        Assert.Contains("orchestrator request", refused.Message, StringComparison.Ordinal);
        Assert.True(SessionNumber.TryParse(instrument.Number, out var number));
        await Plain.AssertRefusedAsync("SESSION_RUNNING", () => console.Approvals.RequestAsync(number, Control, "too late", _vendor.Proof(TestVendor.Berg)));
        Assert.True((await session.EndAsync()).IsOrderly);
        Assert.Single(instrument.Prompts);
        Assert.DoesNotContain(BrokerEventCodes.ApprovalRequested, _vendor.Observed(instrument.Number));
    }

    private static async Task NeedsApprovalAsync(ConsoleRun console, AttendedInstrument instrument)
    {
        await using var session = await instrument.JoinedAsync(console);
        Assert.Equal(Control, session.View.ApprovalNeeded);
        await session.AskAsync(Capability.ViewScreen, 5, "to look");
        await Plain.AssertRefusedAsync("APPROVAL_NEEDED", () => session.AskAsync(Capability.ControlInput, 5, "to press Retry"));
        Assert.True((await session.EndAsync()).IsOrderly);
    }

    /// <summary>With the shipped program, as a supervisor does it.</summary>
    private async Task ApproveAtHisOwnConsoleAsync(string id)
    {
        await (await _vendor.OpenConsoleAsync("lead")).DisposeAsync();
        string[] common = ["--user", TestVendor.Lead, "--password-stdin", "--json", "--config", _vendor.Setup.ClientConfiguration, "--data", Path.Combine(_vendor.Folder, "lead")];
        await using (var list = await ConsoleProcess.StartAsync([TestVendor.Password, _vendor.Code(TestVendor.Lead).Reveal()], ["approvals", .. common]))
        {
            var seen = await list.UntilAsync("approval", line => line.GetProperty("id").GetString() == id);
            Assert.Equal(("Tine Berg", "liquid not detected", "asked"), (seen.GetProperty("name").GetString(), seen.GetProperty("reason").GetString(), seen.GetProperty("state").GetString()));
            Assert.Equal((0, ""), await list.EndAsync());
        }

        await using var approve = await ConsoleProcess.StartAsync(
            [TestVendor.Password, _vendor.Code(TestVendor.Lead).Reveal()], ["approve", id, "--meaning", "checked with the laboratory", .. common]);
        Assert.Equal("given", (await approve.UntilAsync("decided")).GetProperty("state").GetString());
        Assert.Equal((0, ""), await approve.EndAsync());
    }

    private static void TheInstrumentsLogTellsIt(IReadOnlyList<JsonElement> records, string promptSha256)
    {
        var joined = Assert.Single(records, r => r.GetProperty("event").GetString() == "technician.joined").GetProperty("data");
        Assert.Equal("Sara Lead", joined.GetProperty("terms").GetProperty("approvedBy").GetProperty("control").GetString());
        var granted = Assert.Single(records, r => r.GetProperty("event").GetString() == "grant.given" && r.GetProperty("data").GetProperty("capability").GetString() == "control");
        Assert.Equal(promptSha256, granted.GetProperty("data").GetProperty("prompt").GetString());
    }

    private void TheBrokersLogTellsIt(string number, string id)
    {
        var records = _vendor.Records(number).ToList();
        var codes = records.Select(r => r.GetProperty("event").GetString()).ToList();
        Assert.True(codes.IndexOf(BrokerEventCodes.ApprovalRequested) < codes.IndexOf(BrokerEventCodes.ApprovalGiven));
        Assert.True(codes.IndexOf(BrokerEventCodes.ApprovalGiven) < codes.IndexOf(BrokerEventCodes.TicketIssued));
        var given = records[codes.IndexOf(BrokerEventCodes.ApprovalGiven)];
        var who = given.GetProperty("who");
        Assert.Equal((TestVendor.Lead, "Sara Lead", "supervisor"), (who.GetProperty("account").GetString(), who.GetProperty("name").GetString(), who.GetProperty("role").GetString()));
        Assert.StartsWith("password+", who.GetProperty("authentication").GetString(), StringComparison.Ordinal);
        var data = given.GetProperty("data");
        Assert.Equal((id, "Tine Berg", "checked with the laboratory"), (data.GetProperty("id").GetString(), data.GetProperty("printedName").GetString(), data.GetProperty("meaning").GetString()));
    }
}
