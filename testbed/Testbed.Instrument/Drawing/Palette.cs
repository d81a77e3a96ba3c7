using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>The control program's colours.</summary>
internal static class Palette
{
    internal static readonly SKColor Background = new(0xFFE6EBF0);
    internal static readonly SKColor Panel = new(0xFFFFFFFF);
    internal static readonly SKColor PanelTitle = new(0xFFF3F6F9);
    internal static readonly SKColor Border = new(0xFFC5CFD9);
    internal static readonly SKColor Line = new(0xFFE6ECF1);
    internal static readonly SKColor Text = new(0xFF1D2733);
    internal static readonly SKColor Faint = new(0xFF66758A);
    internal static readonly SKColor Menu = new(0xFF1E2C3D);
    internal static readonly SKColor MenuText = new(0xFFE8EEF5);
    internal static readonly SKColor MenuOpen = new(0xFF34506F);
    internal static readonly SKColor Accent = new(0xFF0B6E8A);
    internal static readonly SKColor AccentDark = new(0xFF084F64);
    internal static readonly SKColor Selected = new(0xFFD7EBF2);
    internal static readonly SKColor Good = new(0xFF23854C);
    internal static readonly SKColor Warning = new(0xFFB26A00);
    internal static readonly SKColor Bad = new(0xFFB3261E);
    internal static readonly SKColor BadTint = new(0xFFFBE9E7);
    internal static readonly SKColor Deck = new(0xFF2F3A46);
    internal static readonly SKColor DeckRail = new(0xFF3A4754);
    internal static readonly SKColor Carrier = new(0xFF4C5A69);
    internal static readonly SKColor CarrierText = new(0xFFB9C6D3);
    internal static readonly SKColor Labware = new(0xFFF4F6F8);
    internal static readonly SKColor LabwareEdge = new(0xFF98A6B4);
    internal static readonly SKColor EmptyWell = new(0xFFDDE3E9);
    internal static readonly SKColor WellEdge = new(0xFF8C99A6);
    internal static readonly SKColor Tip = new(0xFF2B3440);
    internal static readonly SKColor Arm = new(0xFF5AD1E8);
}
