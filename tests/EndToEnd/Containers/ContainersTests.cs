using Orchestrator.EndToEnd.Stage;
using Orchestrator.TestSupport;
using Xunit.Abstractions;

namespace Orchestrator.EndToEnd.Containers;

/// <summary>The containers do what their document says, by the same files that a user of Docker has.</summary>
public sealed class ContainersTests(ITestOutputHelper output)
{
    /// <summary>Set to 1 to run this: making the base image and the images takes minutes.</summary>
    private const string Variable = "ORCHESTRATOR_CONTAINERS";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);

    [SkippableFact]
    [Trait("Requirement", "R-NET-1")]
    public async Task A_laboratory_whose_only_way_out_is_a_proxy_has_a_whole_session_and_everything_is_taken_down()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable(Variable) == "1", $"takes minutes; {Variable}=1 runs it");
        RealComponent.Require("podman", "buildah", "podman-compose", "runc", "iptables", "debootstrap", "openssl");
        if (!Environment.IsPrivilegedProcess)
            RealComponent.Missing("not to be had without root: container networks");

        var (exit, said) = await ShellScript.RunAsync(Patience, Path.Combine("docker", "try.sh"), "--built");

        output.WriteLine(said);
        Assert.Equal(0, exit);
        Assert.Contains("nobody is root", said, StringComparison.Ordinal);
        Assert.Contains("QuickSupport without the proxy: The broker support.vendor.test, port 443 can't be reached", said, StringComparison.Ordinal);
        Assert.Contains("TCP_TUNNEL/200 CONNECT support.vendor.test:443 laboratory", said, StringComparison.Ordinal);
        Assert.Contains("Both tell the same story", said, StringComparison.Ordinal);
        Assert.Contains("everything is down", said, StringComparison.Ordinal);
    }
}
