using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Face;

namespace Orchestrator.Technicians.Tests.Face;

public sealed class ApprovalReportTests
{
    private static readonly ApprovalLine Line = new(
        "17", new SessionNumber(123_456_789), "anna", "Anna Berg", CapabilitySet.Of(Capability.ControlInput, Capability.SendFile), "liquid\u202E not detected", 1_764_000_000_000, "asked");

    [Fact]
    public void A_list_for_people_has_everything_that_a_supervisor_decides_by_on_safe_lines()
    {
        using var output = new StringWriter();
        new TextReport(output).Approvals([Line]);

        foreach (var part in new[] { "17", "asked", "123 456 789", "16:00 UTC", "Anna Berg (anna)", "control, send-file", "liquid  not detected" })
        {
            Assert.Contains(part, output.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\u202E', output.ToString());
    }

    [Fact]
    public void For_programs_each_request_is_one_object()
    {
        using var output = new StringWriter();
        var report = new JsonReport(output, new FakeTimeProvider());
        report.Approvals([Line, Line with { Id = "18" }]);
        report.Filed("19", Line.Session, Line.Capabilities);
        report.Decided("19", "given");

        var objects = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["approval", "approval", "filed", "decided"], objects.Select(o => o.GetProperty("type").GetString()));
        Assert.Equal(["17", "18", "19", "19"], objects.Select(o => o.GetProperty("id").GetString()));
        Assert.Equal(["control", "send-file"], objects[0].GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("given", objects[3].GetProperty("state").GetString());
    }
}
