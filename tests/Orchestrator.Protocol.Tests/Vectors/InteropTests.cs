using System.Text;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Vectors;

public class InteropTests
{
    /// <summary>Derivations, seals and records by another cryptographic library and another program; a whole handshake in both roles is still to come.</summary>
    [SkippableFact]
    [Trait("Requirement", "R-HS-12")]
    public async Task Node_computes_the_same_derivations_and_opens_the_same_records()
    {
        RealComponent.Require("node");
        var script = Path.Combine(Frozen.Folder(), "..", "..", "interop", "protocol-vectors.mjs");
        var output = await ExternalProcess.RunAsync("node", [script, Frozen.Folder()], timeout: TimeSpan.FromMinutes(2));
        Assert.Equal("checked 29 bad 0", Encoding.UTF8.GetString(output).Trim());
    }
}
