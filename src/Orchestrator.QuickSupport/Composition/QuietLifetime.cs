using Microsoft.Extensions.Hosting;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The host of the actors neither listens to signals nor writes to the terminal: both belong to the program around it.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
